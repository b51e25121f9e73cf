import { code128Path, Qr } from '@wafa/card';
import { isolateLtr } from '@wafa/i18n/core';
import { useState } from 'react';
import { useText } from '../hooks.ts';
import { Button } from './button.tsx';

/** Ten modules of quiet zone on each side, as Code 128 asks for. */
const quiet = 10;
const printable = /^[\x20-\x7e]+$/;

/** A code to be scanned or read aloud. White in both themes, since scanners need dark on light. */
export function ScanCode({ code }: { code: string }) {
  const text = useText();
  return (
    <div className="grid justify-items-center gap-4 rounded-control border border-line bg-[#ffffff] p-5 text-[#0b2b2a]">
      <div className="size-48">
        <Qr text={code} label={text('rewards.code_qr', { code: isolateLtr(code) })} quiet={4} />
      </div>
      <p className="text-24 font-semibold tracking-[0.06em] break-all select-all" dir="ltr">
        {code}
      </p>
      {printable.test(code) ? <Barcode code={code} /> : null}
    </div>
  );
}

function Barcode({ code }: { code: string }) {
  const text = useText();
  const { path, width } = code128Path(code, 40);
  return (
    <svg
      className="h-14 w-full fill-[#0b2b2a]"
      viewBox={`${-quiet} 0 ${width + quiet * 2} 40`}
      preserveAspectRatio="none"
      shapeRendering="crispEdges"
      role="img"
      aria-label={text('rewards.code_barcode', { code: isolateLtr(code) })}
    >
      <path d={path} />
    </svg>
  );
}

interface CopyButtonProps {
  value: string;
  label: string;
  look?: 'primary';
}

/** Copies a text, and says so. */
export function CopyButton({ value, label, look }: CopyButtonProps) {
  const text = useText();
  const [copied, setCopied] = useState<string | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => setCopied(value),
      () => setCopied(null),
    );
  return (
    <Button look={look} className="w-full" onClick={copy}>
      <span aria-live="polite">{copied === value ? text('rewards.copied') : label}</span>
    </Button>
  );
}
