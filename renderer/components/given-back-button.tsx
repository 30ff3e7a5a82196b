import { useState, type ReactElement } from 'react';
import type { Failure } from '../../shared/failure.ts';
import type { Sale } from '../../shared/sale.ts';
import { describeFailure } from '../../shared/texts/describe.ts';
import { useStores } from '../stores/stores.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import { useT, useTexts } from './texts.ts';

interface GivenBackProps {
  readonly sale: Sale;
  readonly isOff?: boolean;
  /** Its name where several stand in a list. */
  readonly label?: string;
}

/** The cash of a sale that was given up is the customer's again, and the till asks until somebody says that they have it. */
export function GivenBackButton({ sale, isOff = false, label }: GivenBackProps): ReactElement {
  const t = useT();
  const texts = useTexts();
  const { client } = useStores();
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | undefined>(undefined);

  const giveBack = async (): Promise<void> => {
    if (isPending) return;
    setPending(true);
    const reply = await client.call('sale/cash-returned', { saleId: sale.saleId });
    setPending(false);
    setFailure(reply.ok ? undefined : reply.failure);
  };

  return (
    <>
      <Button
        look="money"
        icon="cash"
        disabled={isPending || isOff}
        aria-busy={isPending}
        {...(label === undefined ? {} : { 'aria-label': label })}
        onClick={() => void giveBack()}
      >
        {t('result.givenBack')}
      </Button>
      {failure && (
        <Notice tone="strong" isAlert>
          {describeFailure(texts, failure)}
        </Notice>
      )}
    </>
  );
}
