import type { ReactElement } from 'react';
import type { AmountKey } from '../stores/amount-entry.ts';
import { useStableSettings, type AmountTarget } from './amount-field.tsx';
import { Icon } from './icon.tsx';
import { useT } from './texts.ts';

/** The layout of the terminal beside it, and it never moves: hands learn it. */
const keys: readonly AmountKey[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '00', '0', 'backspace'];

export function Keypad({ target }: { readonly target: Pick<AmountTarget, 'press'> }): ReactElement {
  const t = useT();
  const settings = useStableSettings();
  return (
    <div className="keypad" role="group" aria-label={t('sell.keypad')}>
      {keys.map((key) => (
        <button
          key={key}
          type="button"
          className="keypad-key"
          // The number keys of the keyboard do the same, so twelve more stops of the Tab key would help nobody.
          tabIndex={-1}
          // The focus stays where it is: a touch on a key must not take it out of the field.
          onPointerDown={(event) => event.preventDefault()}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => target.press(key, settings)}
          aria-label={key === 'backspace' ? t('sell.backspace') : t('sell.digit', { digit: key })}
        >
          {key === 'backspace' ? <Icon name="backspace" size={28} /> : key}
        </button>
      ))}
    </div>
  );
}
