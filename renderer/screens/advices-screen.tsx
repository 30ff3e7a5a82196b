import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { AdviceView } from '../../shared/advice-view.ts';
import { describeAdviceAnswer, describeFailure } from '../../shared/texts/describe.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Notice } from '../components/notice.tsx';
import { useT, useTexts } from '../components/texts.ts';
import { formatDateTime, formatTime } from '../components/times.ts';
import { createAdviceStore, type AdviceStore } from '../stores/advice-store.ts';
import { useTillNowMs } from '../stores/clock.ts';
import { useSnapshot, useStores } from '../stores/stores.ts';

/** More than that nobody reads; a till that was without its network for a week has thousands. */
const mostShown = 100;

/** What the services still have to be told, what they last said, and when it is tried again. */
export function AdvicesScreen({ advices: given }: { readonly advices?: AdviceStore }): ReactElement {
  const t = useT();
  const texts = useTexts();
  const { client, till } = useStores();
  const [store] = useState(() => given ?? createAdviceStore(client, till));
  const { advices, setAside, isLoading, failure, sending } = useStore(store);
  const headingRef = useRef<HTMLHeadingElement>(null);
  useEffect(() => headingRef.current?.focus(), []);
  useEffect(() => store.start(), [store]);
  const notQueued = useSnapshot((snapshot) => snapshot.advices?.notQueued ?? 0);
  const isEmpty = !isLoading && !failure && advices.length === 0 && notQueued === 0;

  return (
    <section className="page" data-screen="advices" aria-labelledby="advices-title">
      <header className="page-head">
        <div>
          <h1 id="advices-title" tabIndex={-1} ref={headingRef}>
            {t('advices.title')}
          </h1>
          {advices.length > 0 && <p className="muted advices-intro">{t('advices.intro')}</p>}
        </div>
      </header>
      {failure && (
        <Notice tone="strong" isAlert>
          <p>
            {advices.length === 0 && t('advices.notLoaded')} {describeFailure(texts, failure)}
          </p>
          <Button onClick={store.reload}>{t('common.tryAgain')}</Button>
        </Notice>
      )}
      {notQueued > 0 && (
        <Notice tone="warning">
          <p>
            <strong>{t('advices.notQueued', { count: notQueued })}.</strong> {t('advices.notQueuedText')}
          </p>
        </Notice>
      )}
      {setAside.length > 0 && (
        <Notice tone="warning">
          <p>
            <strong>{t('advices.setAside')}.</strong> {t('advices.setAsideText')}
          </p>
          <ul className="set-aside">
            {setAside.map(({ file, why }) => (
              <li key={file}>
                <code>{file}</code> <span className="trouble-detail">{why}</span>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {isLoading && advices.length === 0 && <p role="status">{t('common.loading')}</p>}
      {isEmpty && (
        <div className="empty">
          <Icon name="check" size={40} />
          <p className="empty-title">{t('advices.none')}</p>
          <p className="muted">{t('advices.noneText')}</p>
        </div>
      )}
      {advices.length > 0 && (
        <ul className="cases">
          {advices.slice(0, mostShown).map((advice) => (
            <Advice
              key={advice.adviceId}
              advice={advice}
              isSending={sending !== undefined}
              onSend={() => void store.sendAgain(advice.adviceId)}
            />
          ))}
        </ul>
      )}
      {advices.length > mostShown && <p className="muted">{t('advices.more', { shown: mostShown, count: advices.length })}</p>}
    </section>
  );
}

interface AdviceProps {
  readonly advice: AdviceView;
  readonly isSending: boolean;
  readonly onSend: () => void;
}

function Advice({ advice, isSending, onSend }: AdviceProps): ReactElement {
  const t = useT();
  const texts = useTexts();
  const { view } = useStores();
  const { adviceId, saleId, service, kind, state, attempts, queuedAt, lastAnswer } = advice;
  const id = adviceId.slice(0, 8);
  const isStuck = state === 'needs-attention';
  return (
    <li className="panel case advice" data-advice-state={state}>
      <div className="case-facts">
        <p className="advice-kind">{t(`adviceKind.${kind}`)}</p>
        <p className="case-reference">{t(`adviceService.${service}`)}</p>
        <span className="chip" data-advice-state={state}>
          <Icon name={isStuck ? 'warning' : 'waiting'} size={16} />
          {isStuck ? t('advices.needsAttention') : t('advices.waiting')}
        </span>
        <p className="muted">{t('advices.queued', { time: formatDateTime(queuedAt, texts.locale) })}</p>
        <p className="muted advice-id">{t('advices.id', { id })}</p>
      </div>
      <div className="case-story">
        <p className="advice-answer">
          {lastAnswer === undefined && t('advices.noAnswerYet')}
          {lastAnswer?.kind === 'not-final' && t('advices.notFinal', { detail: describeAdviceAnswer(texts, lastAnswer.detail) })}
          {lastAnswer?.kind === 'refused' && t('advices.refused', { detail: describeAdviceAnswer(texts, lastAnswer.detail) })}
        </p>
        <p className="muted">
          {attempts === 0 ? t('advices.notSent') : t('advices.attempts', { count: attempts })}
          {lastAnswer && ` · ${formatTime(lastAnswer.at, texts.locale)}`}
        </p>
        {isStuck ? <p>{t('advices.attentionText')}</p> : <NextTry at={advice.nextTryAt} />}
      </div>
      <div className="case-actions">
        <Button
          look={isStuck ? 'money' : 'plain'}
          icon="send"
          disabled={isSending}
          aria-label={t('advices.sendAgainId', { id })}
          onClick={onSend}
        >
          {t('advices.sendAgain')}
        </Button>
        <Button aria-label={t('advices.detailsId', { id })} onClick={() => view.setState({ dialog: { kind: 'detail', saleId } })}>
          {t('advices.details')}
        </Button>
      </div>
    </li>
  );
}

function NextTry({ at }: { readonly at: string | undefined }): ReactElement | null {
  const t = useT();
  const nowMs = useTillNowMs();
  if (at === undefined) return null;
  const seconds = Math.ceil((Date.parse(at) - nowMs) / 1_000);
  return <p className="muted">{seconds > 0 ? t('advices.nextTryIn', { count: seconds }) : t('advices.nextTryNow')}</p>;
}
