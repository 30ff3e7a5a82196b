import type { ReactElement, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

interface NoticeProps {
  /** `warning` is amber and about money; `strong` is about everything else that must be seen. */
  readonly tone: 'info' | 'strong' | 'warning';
  readonly icon?: IconName;
  readonly children: ReactNode;
  /** Read out at once, for what somebody just caused; otherwise it is read when it is come upon. */
  readonly isAlert?: boolean;
  readonly className?: string;
}

/** A sentence that must be seen, with an icon; the tone is never told by colour alone. */
export function Notice({ tone, icon = 'warning', children, isAlert = false, className }: NoticeProps): ReactElement {
  return (
    <div className={['notice', className].filter(Boolean).join(' ')} data-tone={tone} {...(isAlert ? { role: 'alert' } : {})}>
      <Icon name={icon} />
      <div>{children}</div>
    </div>
  );
}
