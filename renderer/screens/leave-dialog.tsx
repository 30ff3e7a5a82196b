import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { Failure } from '../../shared/failure.ts';
import { stakesOf, type Stake } from '../../shared/stakes.ts';
import { describeFailure, describeStake } from '../../shared/texts/describe.ts';
import { Button } from '../components/button.tsx';
import { Icon, type IconName } from '../components/icon.tsx';
import { Modal } from '../components/modal.tsx';
import { Notice } from '../components/notice.tsx';
import { useT, useTexts } from '../components/texts.ts';
import { keyNames } from '../keys.ts';
import { useTillNowMs } from '../stores/clock.ts';
import { useSnapshot, useStores } from '../stores/stores.ts';

interface LeaveDialogProps {
  /** How often it was asked: each time the host hears that the question is shown. */
  readonly asks: number;
  readonly onStay: () => void;
}

/** Somebody closes the window or quits, and something is at stake: what would become of it, said before it does. To stay is what Enter and Escape mean. */
export function LeaveDialog({ asks, onStay }: LeaveDialogProps): ReactElement {
  const t = useT();
  const { client } = useStores();
  const stayRef = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asks > 0) void client.call('window/leave', { step: 'shown' });
  }, [client, asks]);
  return (
    <Modal title={t('leave.title')} onClose={onStay} initialFocus={stayRef}>
      <LeaveForm stayRef={stayRef} onStay={onStay} />
    </Modal>
  );
}

const icons: Readonly<Record<Stake['kind'], IconName>> = { 'card-at-terminal': 'card', 'sale-open': 'undo', advices: 'send' };

interface LeaveFormProps {
  readonly stayRef: { current: HTMLButtonElement | null };
  readonly onStay: () => void;
}

export function LeaveForm({ stayRef, onStay }: LeaveFormProps): ReactElement {
  const t = useT();
  const texts = useTexts();
  const { client } = useStores();
  const snapshot = useSnapshot((shown) => shown);
  const nowMs = useTillNowMs();
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | undefined>(undefined);
  const sinceMs = Math.max(0, nowMs - Date.parse(snapshot.at));
  const stakes = stakesOf(snapshot).map((stake) =>
    stake.kind === 'advices' ? { ...stake, oldestAgeMs: stake.oldestAgeMs + sinceMs } : stake,
  );

  const leave = async (): Promise<void> => {
    setPending(true);
    setFailure(undefined);
    const reply = await client.call('window/leave', { step: 'leave' });
    // Where it was heard the till is closing, and this window with it.
    if (reply.ok) return;
    setPending(false);
    setFailure(reply.failure);
  };

  return (
    <div className="abandon">
      {stakes.length === 0 && <p>{t('leave.nothing')}</p>}
      <ul className="abandon-list">
        {stakes.map((stake) => (
          <li key={stake.kind}>
            <Icon name={icons[stake.kind]} />
            {describeStake(texts, stake, snapshot.currency)}
          </li>
        ))}
      </ul>
      {failure && (
        <Notice tone="strong" isAlert>
          {describeFailure(texts, failure)}
        </Notice>
      )}
      <div className="modal-actions">
        <Button ref={stayRef} look="money" hint={keyNames.back} onClick={onStay}>
          {t('leave.stay')}
        </Button>
        <Button look="danger" disabled={isPending} aria-busy={isPending} onClick={() => void leave()}>
          {t('leave.leave')}
        </Button>
      </div>
    </div>
  );
}
