import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { Failure } from '../../shared/failure.ts';
import type { PrintAnswer } from '../../shared/ipc/contract.ts';
import type { Sale } from '../../shared/sale.ts';
import { describeFailure } from '../../shared/texts/describe.ts';
import { Button } from '../components/button.tsx';
import { SlipPaper } from '../components/slip-paper.tsx';
import { useT, useTexts } from '../components/texts.ts';
import { keyNames } from '../keys.ts';
import { useStores } from '../stores/stores.ts';

type Printing = PrintAnswer | { readonly kind: 'idle' | 'printing' } | { readonly kind: 'failed'; readonly failure: Failure };

/** The slip as it will be on paper. Whatever the printer does, the payment is what it was. */
export function SlipScreen({ sale }: { readonly sale: Sale }): ReactElement {
  const t = useT();
  const { client, view } = useStores();
  const [printing, setPrinting] = useState<Printing>({ kind: 'idle' });
  const printRef = useRef<HTMLButtonElement>(null);
  useEffect(() => printRef.current?.focus(), []);

  const print = async (to: 'printer' | 'pdf'): Promise<void> => {
    setPrinting({ kind: 'printing' });
    const reply = await client.call('slip/print', { saleId: sale.saleId, to });
    if (!reply.ok) return setPrinting({ kind: 'failed', failure: reply.failure });
    if (reply.value.kind === 'print-here') {
      window.print();
      return setPrinting({ kind: 'idle' });
    }
    return setPrinting(reply.value);
  };

  const isPrinting = printing.kind === 'printing';
  return (
    <section className="slip-screen" data-screen="slip" aria-labelledby="slip-title">
      <div className="slip-stage">
        <SlipPaper sale={sale} />
      </div>
      <aside className="slip-side">
        <h1 id="slip-title">{t('slip.title')}</h1>
        <Button
          ref={printRef}
          look="primary"
          icon="printer"
          hint={keyNames.print}
          disabled={isPrinting}
          onClick={() => void print('printer')}
        >
          {t('slip.print')}
        </Button>
        {client.host === 'electron' && (
          <Button icon="document" disabled={isPrinting} onClick={() => void print('pdf')}>
            {t('slip.savePdf')}
          </Button>
        )}
        <Button icon="back" hint={keyNames.back} onClick={() => view.setState({ slip: undefined })}>
          {t('common.back')}
        </Button>
        <PrintResult printing={printing} />
      </aside>
    </section>
  );
}

function PrintResult({ printing }: { readonly printing: Printing }): ReactElement {
  const t = useT();
  const texts = useTexts();
  return (
    <p className="slip-result" role="status">
      {printing.kind === 'printed' && t('slip.printed')}
      {printing.kind === 'saved' && t('slip.saved', { path: printing.path })}
      {printing.kind === 'cancelled' && t('slip.cancelled')}
      {printing.kind === 'not-printed' && t('slip.notPrinted', { detail: printing.detail })}
      {printing.kind === 'failed' && describeFailure(texts, printing.failure)}
    </p>
  );
}
