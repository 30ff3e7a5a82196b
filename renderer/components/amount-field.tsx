import { Field } from '@base-ui/react/field';
import { useCallback, useEffect, useMemo, useRef, type ReactElement, type RefObject } from 'react';
import type { Currency } from '../../shared/currency.ts';
import { formatAmount } from '../../shared/money.ts';
import { amountKeyOf, amountKeyOfPad, textOfEntry, type AmountEntry, type AmountKey } from '../stores/amount-entry.ts';
import { addToBurst, isScan, type ScanBurst } from '../stores/scan-burst.ts';
import type { SellSettings } from '../stores/sell-store.ts';
import { useSellSettings, useStores } from '../stores/stores.ts';
import { hasDialog } from '../stores/view-store.ts';
import { FieldFrame } from './text-field.tsx';
import { pressesByScan } from './use-scans.ts';
import { useT } from './texts.ts';

/** Whose amount it is: the sale's, a bill's, or what a customer hands over. Always the same object for the same field. */
export interface AmountTarget {
  entry(): AmountEntry;
  press(key: AmountKey, settings: SellSettings): void;
  paste(text: string, settings: SellSettings): void;
  /** A character that no amount has. */
  refuseCharacter(): void;
  /** A scan landed in it: the amount is put back as it was. */
  takeScan(text: string, before: AmountEntry): void;
}

interface AmountFieldProps {
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly target: AmountTarget;
  /** What the target's entry is now. */
  readonly entry: AmountEntry;
  readonly problem: string | undefined;
  readonly name?: string;
  readonly label?: string;
  readonly description?: string | undefined;
}

/**
 * The amount in the largest type of the screen. It looks like a field and is one, but no text is ever edited in it:
 * each key goes through the entry, a paste is read strictly, and what is neither changes nothing.
 */
export function AmountField({
  inputRef,
  target,
  entry,
  problem,
  name = 'amount',
  label,
  description,
}: AmountFieldProps): ReactElement {
  const t = useT();
  const settings = useStableSettings();
  const { currency, locale } = settings;
  const text = textOfEntry(entry, currency, locale);
  const handleKey = useAmountKeys(settings, target);

  // React has no handler for the browser's own `beforeinput`, by which everything comes that is not a key: input methods, drops, tools that fill in forms.
  useEffect(() => {
    const input = inputRef.current;
    if (!input) return undefined;
    const handle = (event: InputEvent): void => {
      // Enter writes nothing into a field of one line; it submits the form, and would not if it were prevented here.
      if (event.inputType === 'insertLineBreak') return;
      event.preventDefault();
      const isReplacing = isAllSelected(input);
      if (event.inputType.startsWith('delete')) return target.press(isReplacing ? 'clear' : 'backspace', settings);
      const data = event.data ?? event.dataTransfer?.getData('text/plain') ?? '';
      if (data === '') return undefined;
      const key = amountKeyOf(data, locale);
      if (key === undefined) return target.paste(data, settings);
      if (isReplacing) target.press('clear', settings);
      return target.press(key, settings);
    };
    input.addEventListener('beforeinput', handle);
    return () => input.removeEventListener('beforeinput', handle);
  }, [inputRef, locale, target, settings]);

  const sign = currencySign(currency, locale);
  return (
    <FieldFrame
      name={name}
      label={label ?? t('field.amount')}
      problem={problem}
      description={description ?? t('sell.amountHint')}
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
            target.paste(event.clipboardData.getData('text/plain'), settings);
          }}
          onKeyDown={(event) => {
            if (/^[^\s]$/u.test(event.key) && isAllSelected(event.currentTarget) && amountKeyOf(event.key, locale))
              target.press('clear', settings);
            if (event.key === 'Backspace' && isAllSelected(event.currentTarget)) target.press('clear', settings);
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
export function useAmountKeys(
  settings: SellSettings,
  target: AmountTarget,
): (event: KeyboardEvent, isInField: boolean) => boolean {
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
        target.takeScan(ended.text, ended.before);
        return true;
      }
      const padKey = amountKeyOfPad(event.code);
      if (padKey === undefined && (event.key === 'Backspace' || event.key === 'Delete')) {
        event.preventDefault();
        target.press(event.key === 'Delete' ? 'clear' : 'backspace', settings);
        return true;
      }
      if (padKey === undefined && Array.from(event.key).length !== 1) return false;
      burst.current = addToBurst(burst.current, event.key, event.timeStamp, target.entry());
      if (pressesByScan(burst.current, event)) event.preventDefault();
      const key = padKey ?? amountKeyOf(event.key, settings.locale);
      if (key === undefined) {
        if (!isInField || event.key === ' ' || event.key === '?') return false;
        event.preventDefault();
        target.refuseCharacter();
        return true;
      }
      event.preventDefault();
      // A key that is held down is not an amount.
      if (!event.repeat) target.press(key, settings);
      return true;
    },
    [target, settings],
  );
}

/** The number pad works wherever the last touch was, unless a field or a dialog has the keyboard. */
export function useScreenWideAmountKeys(handleKey: (event: KeyboardEvent, isInField: boolean) => boolean): void {
  const { view } = useStores();
  useEffect(() => {
    const handle = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || hasDialog(view.getState()) || takesText(event.target)) return;
      handleKey(event, false);
    };
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, [handleKey, view]);
}

function takesText(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
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
