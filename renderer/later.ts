/**
 * What no first paint needs: dialogs, lists, the slip and the menu, in one file that is fetched right after it.
 * The screens of a payment under way (open, code, taking, outcome) are never here: they must be there when the till is hard to reach.
 */
export { HeaderMenu } from './components/header-menu.tsx';
export { AdvicesScreen } from './screens/advices-screen.tsx';
export { BillForm } from './screens/bill-form.tsx';
export { OpenDialog } from './screens/open-dialog.tsx';
export { HistoryScreen } from './screens/history-screen.tsx';
export { SlipScreen } from './screens/slip-screen.tsx';
