import { useMemo, type ReactElement, type ReactNode } from 'react';
import { drawCode } from './draw-code.ts';

interface QrCodeProps {
  readonly payload: string;
  /** What those hear who do not see it. */
  readonly label: string;
  /** Where it cannot be drawn. */
  readonly children: ReactNode;
}

/** A code to be scanned: dark on white in every theme, because that is what scanners read. As large as its place lets it be. */
export function QrCode({ payload, label, children }: QrCodeProps): ReactElement {
  const drawing = useMemo(() => drawCode(payload), [payload]);
  if (!drawing) return <>{children}</>;
  const { side, path } = drawing;
  return (
    <svg className="qr" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect className="qr-paper" width={side} height={side} />
      <path className="qr-ink" d={path} />
    </svg>
  );
}
