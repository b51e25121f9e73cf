import { type CSSProperties, useEffect, useId, useMemo, useState } from 'react';
import { girih } from './girih.ts';
import type { QrDrawing } from './qr-encode.ts';

/** The engraved girih over the whole of its box; its colour and mask come from the style sheet. */
export function Girih({ scale = 1 }: { scale?: number }) {
  const id = useId();
  return (
    <svg className="wafa-girih" aria-hidden="true">
      <defs>
        <pattern
          id={id}
          width={girih.width}
          height={girih.height}
          patternUnits="userSpaceOnUse"
          patternTransform={`scale(${scale})`}
        >
          <path d={girih.path} vectorEffect="non-scaling-stroke" />
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill={`url(#${id})`} />
    </svg>
  );
}

/** The store's mark: eight petals round a seed. */
export function StoreMark({ className, style }: { className?: string; style?: CSSProperties }) {
  return (
    <svg className={className} style={style} viewBox="0 0 32 32" fill="currentColor" aria-hidden="true">
      {[0, 45, 90, 135, 180, 225, 270, 315].map((turn) => (
        <path
          key={turn}
          transform={`rotate(${turn} 16 16)`}
          d="M16 13.2C13.6 10.6 13.6 6.4 16 3.2c2.4 3.2 2.4 7.4 0 10z"
        />
      ))}
      <circle cx="16" cy="16" r="1.7" />
    </svg>
  );
}

let encoder: ((text: string) => QrDrawing) | null = null;

/** The QR drawing of a text; null while the encoder is on its way. */
function useQr(text: string): QrDrawing | null {
  const [encode, show] = useState(() => encoder);
  useEffect(() => {
    if (encode) return;
    let wanted = true;
    import('./qr-encode.ts').then(({ encodeQr }) => {
      encoder = encodeQr;
      if (wanted) show(() => encodeQr);
    });
    return () => {
      wanted = false;
    };
  }, [encode]);
  return useMemo(() => encode?.(text) ?? null, [encode, text]);
}

/** A QR code; `label` null hides it from screen readers, where the number beside it says the same. */
export function Qr({ text, label, quiet }: { text: string; label: string | null; quiet: number }) {
  const drawing = useQr(text);
  if (!drawing) return null;
  const side = drawing.size + quiet * 2;
  const viewBox = `${-quiet} ${-quiet} ${side} ${side}`;
  if (label === null) {
    return (
      <svg className="wafa-qr" viewBox={viewBox} shapeRendering="crispEdges" aria-hidden="true">
        <path d={drawing.path} />
      </svg>
    );
  }
  return (
    <svg className="wafa-qr" viewBox={viewBox} shapeRendering="crispEdges" role="img" aria-label={label}>
      <path d={drawing.path} />
    </svg>
  );
}
