import { useSyncExternalStore, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { CustomerScreen } from './customer-screen.tsx';
import { createCustomerStore } from './customer-store.ts';
import { followOverElectron, followOverHttp } from './follow-till.ts';

const store = createCustomerStore(window.customer ? followOverElectron(window.customer) : followOverHttp());

function Customer(): ReactElement {
  return <CustomerScreen state={useSyncExternalStore(store.subscribe, store.getState)} />;
}

const root = document.getElementById('root');
if (!root) throw new Error('customer.html has no #root');
createRoot(root).render(<Customer />);
