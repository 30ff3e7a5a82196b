import { Field } from '@base-ui/react/field';
import { useCallback, useEffect, useMemo, useRef, type ReactElement, type RefObject } from 'react';
import type { Currency } from '../../shared/currency.ts';
import { formatAmount } from '../../shared/money.ts';
import { amountKeyOf, amountKeyOfPad, textOfEntry, type AmountEntry } from '../stores/amount-entry.ts';
import { addToBurst, isScan, type ScanBurst } from '../stores/scan-burst.ts';
import type { SellSettings } from '../stores/sell-store.ts';
import { useSell, useSellSettings, useStores } from '../stores/stores.ts';
import { FieldFrame } from './text-field.tsx';
import { useT } from './texts.ts';

interface AmountFieldProps {
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly problem: string | undefined;
}

/**
 * The amount in the largest type of the screen. It looks like a field and is one, but no text is ever edited in it:
 * each key goes through the entry, a paste is read strictly, and what is neither changes nothing.
 */
export function AmountField({ inputRef, problem }: AmountFieldProps): ReactElement {
  const t = useT();
  const { sell } = useStores();
  const settings = useStableSettings();
  const { currency, locale } = settings;
  const entry = useSell((state) => state.draft.amount);
  const text = textOfEntry(entry, currency, locale);
  const handleKey = useAmountKeys(settings);

  // React has no handler for the browser's own `beforeinput`, by which everything comes that is not a key: input methods, drops, tools that fill in forms.
  useEffect(() => {
    const input = inputRef.current;
    if (!input) return undefined;
    const handle = (event: InputEvent): void => {
      // Enter writes nothing into a field of one line; it submits the form, and would not if it were prevented here.
      if (event.inputType === 'insertLineBreak') return;
      event.preventDefault();
      const isReplacing = isAllSelected(input);
      if (event.inputType.startsWith('delete')) return sell.press(isReplacing ? 'clear' : 'backspace', settings);
      const data = event.data ?? event.dataTransfer?.getData('text/plain') ?? '';
      if (data === '') return undefined;
      const key = amountKeyOf(data, locale);
      if (key === undefined) return sell.paste(data, settings);
      if (isReplacing) sell.press('clear', settings);
      return sell.press(key, settings);
    };
    input.addEventListener('beforeinput', handle);
    return () => input.removeEventListener('beforeinput', handle);
  }, [inputRef, locale, sell, settings]);

  const sign = currencySign(currency, locale);
  return (
    <FieldFrame
      name="amount"
      label={t('field.amount')}
      problem={problem}
      description={t('sell.amountHint')}
      className="amount-field"
    >
      <div className="amount-box" data-sign={sign.isBefore ? 'before' : 'after'} data-length={lengthClass(text)}>
        <span className="amount-sign" aria-hidden="true">
          {sign.text}
        </span>
        <Field.Control
          ref={inputRef}
          className="amount-input"
          data-own-keys="amount"
          inputMode="none"
          autoComplete="off"
          spellCheck={false}
          placeholder={formatAmount(0, currency, locale)}
          value={text}
          onChange={ignoreText}
          onPaste={(event) => {
            event.preventDefault();
            sell.paste(event.clipboardData.getData('text/plain'), settings);
          }}
          onKeyDown={(event) => {
            if (/^[^\s]$/u.test(event.key) && isAllSelected(event.currentTarget) && amountKeyOf(event.key, locale))
              sell.press('clear', settings);
            if (event.key === 'Backspace' && isAllSelected(event.currentTarget)) sell.press('clear', settings);
            handleKey(event.nativeEvent, true);
          }}
        />
      </div>
    </FieldFrame>
  );
}

/** The value is the entry's; what a browser writes into the field in spite of that is put back by React. */
function ignoreText(): void {}

function isAllSelected(input: HTMLInputElement): boolean {
  return input.value !== '' && input.selectionStart === 0 && input.selectionEnd === input.value.length;
}

/**
 * What a physical key means for the amount. Used by the field, and by the whole screen while the focus is in no field,
 * so that the number pad works wherever the last touch was.
 * @returns handles one key; true where the key was the amount's
 */
export function useAmountKeys(settings: SellSettings): (event: KeyboardEvent, isInField: boolean) => boolean {
  const { sell } = useStores();
  const burst = useRef<ScanBurst<AmountEntry> | undefined>(undefined);

  return useCallback(
    (event, isInField) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return false;
      if (event.key === 'Enter') {
        const ended = burst.current;
        burst.current = undefined;
        if (!isScan(ended, event.timeStamp)) return false;
        event.preventDefault();
        event.stopPropagation();
        sell.moveScanToReference(ended.text, ended.before);
        return true;
      }
      const padKey = amountKeyOfPad(event.code);
      if (padKey === undefined && (event.key === 'Backspace' || event.key === 'Delete')) {
        event.preventDefault();
        sell.press(event.key === 'Delete' ? 'clear' : 'backspace', settings);
        return true;
      }
      if (padKey === undefined && Array.from(event.key).length !== 1) return false;
      burst.current = addToBurst(burst.current, event.key, event.timeStamp, sell.getState().draft.amount);
      const key = padKey ?? amountKeyOf(event.key, settings.locale);
      if (key === undefined) {
        if (!isInField || event.key === ' ' || event.key === '?') return false;
        event.preventDefault();
        sell.refuseCharacter();
        return true;
      }
      event.preventDefault();
      // A key that is held down is not an amount.
      if (!event.repeat) sell.press(key, settings);
      return true;
    },
    [sell, settings],
  );
}

function lengthClass(text: string): 'short' | 'medium' | 'long' {
  if (text.length <= 8) return 'short';
  return text.length <= 11 ? 'medium' : 'long';
}

/** `$`, and on which side of the number the locale writes it. */
function currencySign(currency: Currency, locale: string): { readonly text: string; readonly isBefore: boolean } {
  const parts = new Intl.NumberFormat(locale, { style: 'currency', currency }).formatToParts(1);
  const index = parts.findIndex((part) => part.type === 'currency');
  return { text: parts[index]?.value ?? currency, isBefore: index < parts.findIndex((part) => part.type === 'integer') };
}

/** The settings, the same object while they stay the same. */
export function useStableSettings(): SellSettings {
  const { currency, locale } = useSellSettings();
  return useMemo(() => ({ currency, locale }), [currency, locale]);
}
