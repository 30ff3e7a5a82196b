import { useEffect, type RefObject } from 'react';
import { useStores } from '../stores/stores.ts';
import { hasDialog } from '../stores/view-store.ts';

/** Enter does what stands on the form's button also while nothing has the focus: after a press on a button that is gone, or beside every field. */
export function useScreenWideEnter(formRef: RefObject<HTMLFormElement | null>): void {
  const { view } = useStores();
  useEffect(() => {
    const handle = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || event.defaultPrevented || event.target !== document.body || hasDialog(view.getState())) return;
      event.preventDefault();
      formRef.current?.requestSubmit();
    };
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, [formRef, view]);
}
