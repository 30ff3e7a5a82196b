import type { ReactElement } from 'react';

/** Our own drawings, on a grid of 24, in the colour of the text beside them. An icon never stands without a word. */
const drawings = {
  check: <path d="M4.5 12.5l5 5 10-11" />,
  cross: <path d="M6 6l12 12M18 6L6 18" />,
  stop: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M5.8 5.8l12.4 12.4" />
    </>
  ),
  warning: (
    <>
      <path d="M12 3.5L22 20.5H2z" />
      <path d="M12 10v5M12 17.6v.4" />
    </>
  ),
  question: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M9.3 9.5a2.8 2.8 0 1 1 4 2.5c-.9.5-1.3 1-1.3 2M12 16.9v.3" />
    </>
  ),
  waiting: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 7v5l3.5 2" />
    </>
  ),
  terminal: (
    <>
      <rect x="6" y="2.5" width="12" height="19" rx="2.5" />
      <path d="M9 6h6v4H9zM9.2 14h.1M12 14h.1M14.8 14h.1M9.2 17.5h.1M12 17.5h.1M14.8 17.5h.1" />
    </>
  ),
  card: (
    <>
      <rect x="2.5" y="5.5" width="19" height="13" rx="2.5" />
      <path d="M2.5 10h19M6 15h4" />
    </>
  ),
  menu: <path d="M4 7h16M4 12h16M4 17h16" />,
  backspace: (
    <>
      <path d="M9 5.5h10.5a1.5 1.5 0 0 1 1.5 1.5v10a1.5 1.5 0 0 1-1.5 1.5H9L2.8 12z" />
      <path d="M12 9.5l5 5M17 9.5l-5 5" />
    </>
  ),
  chevron: <path d="M9 6l6 6-6 6" />,
  printer: (
    <>
      <path d="M7 8.5V3.5h10v5M7 16H4.5A1.5 1.5 0 0 1 3 14.5v-4A2 2 0 0 1 5 8.5h14a2 2 0 0 1 2 2v4a1.5 1.5 0 0 1-1.5 1.5H17" />
      <path d="M7 13.5h10v7H7z" />
    </>
  ),
  document: (
    <>
      <path d="M6 2.5h8l4.5 4.5v14.5H6z" />
      <path d="M14 2.5V7h4.5M9 12h6M9 16h6" />
    </>
  ),
  unplugged: <path d="M9 3v4M15 3v4M6.5 7h11v4a5.5 5.5 0 0 1-8.5 4.6M12 16.5V21M3.5 3.5l17 17" />,
  back: <path d="M11 5l-7 7 7 7M4.5 12H20" />,
  cash: (
    <>
      <rect x="2.5" y="6" width="19" height="12" rx="2" />
      <circle cx="12" cy="12" r="2.6" />
      <path d="M6 9.5v.1M18 14.4v.1" />
    </>
  ),
  code: (
    <>
      <path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4z" />
      <path d="M14 14h2.5v2.5M20 14v.1M14.5 20h.1M17.5 19.5H20V17" />
    </>
  ),
  undo: <path d="M8.5 4.5L4 9l4.5 4.5M4.5 9H14a5.5 5.5 0 0 1 0 11H9" />,
  search: (
    <>
      <circle cx="10.5" cy="10.5" r="6.5" />
      <path d="M15.5 15.5L21 21" />
    </>
  ),
  send: <path d="M3.5 11.5L20.5 4l-6 16.5-3.5-6.5zM11 14L20.5 4" />,
  hand: (
    <path d="M8 12V5.5a1.5 1.5 0 0 1 3 0V11M11 10.5v-6a1.5 1.5 0 0 1 3 0V11M14 11V6a1.5 1.5 0 0 1 3 0v8.5a6.5 6.5 0 0 1-12 3.5l-2-3.6a1.4 1.4 0 0 1 2.3-1.5L8 14.5" />
  ),
} satisfies Record<string, ReactElement>;

export type IconName = keyof typeof drawings;

export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }): ReactElement {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {drawings[name]}
    </svg>
  );
}
