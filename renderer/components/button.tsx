import type { ComponentProps, ReactElement, ReactNode } from 'react';
import type { KeyName } from '../keys.ts';
import { Icon, type IconName } from './icon.tsx';
import { useT } from './texts.ts';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly children: ReactNode;
  /** `money` starts or ends a payment; `plain` is everything else. `danger` stands apart from both. */
  readonly look?: 'money' | 'primary' | 'plain' | 'quiet' | 'danger';
  readonly icon?: IconName;
  /** The key that does the same, written on the button. */
  readonly hint?: KeyName;
}

/** A button with its word, its icon and its key. The key is announced by `aria-keyshortcuts`, not read as part of the name. */
export function Button({ look = 'plain', icon, hint, children, className, ...rest }: ButtonProps): ReactElement {
  return (
    <button
      type="button"
      {...rest}
      className={['button', `button-${look}`, className].filter(Boolean).join(' ')}
      {...(hint === undefined ? {} : { 'aria-keyshortcuts': hint })}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
      {hint !== undefined && <KeyCap name={hint} />}
    </button>
  );
}

export function KeyCap({ name }: { readonly name: KeyName }): ReactElement {
  const t = useT();
  return (
    <kbd className="keycap" aria-hidden="true">
      {t(`keyCap.${name}`)}
    </kbd>
  );
}
