import { code128Path, Qr } from '@wafa/card';
import type { Redemption } from '@wafa/contract';
import { isolateLtr, lastMoment } from '@wafa/i18n/core';
import { useState } from 'react';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';

/** Ten modules of quiet zone on each side, as Code 128 asks for. */
const quiet = 10;
const printable = /^[\x20-\x7e]+$/;

/** A code to be scanned, read aloud or copied. White in both themes, since scanners need dark on light. */
export function CodeView({ redemption }: { redemption: Redemption }) {
  const text = useText();
  const { language, date } = useFormat();
  const code = redemption.partnerCode ?? redemption.code;
  return (
    <div className="grid gap-4">
      <p className="text-16 font-semibold">
        <bdi>{redemption.name?.[language] ?? text('rewards.plain')}</bdi>
      </p>
      <div className="grid justify-items-center gap-4 rounded-control border border-line bg-[#ffffff] p-5 text-[#0b2b2a]">
        <div className="size-48">
          <Qr text={code} label={text('rewards.code_qr', { code: isolateLtr(code) })} quiet={4} />
        </div>
        <p className="text-24 font-semibold tracking-[0.06em] break-all select-all" dir="ltr">
          {code}
        </p>
        {printable.test(code) ? <Barcode code={code} /> : null}
      </div>
      <p className="text-soft">
        {text(redemption.partnerCode ? 'rewards.partner_code' : 'rewards.show_code')}{' '}
        {text('rewards.valid_until', { date: date(lastMoment(redemption.expiresAt), 'date') })}
      </p>
      <CopyButton code={code} />
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

function CopyButton({ code }: { code: string }) {
  const text = useText();
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(code).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <Button className="w-full" onClick={copy}>
      <span aria-live="polite">{text(copied ? 'rewards.copied' : 'rewards.copy')}</span>
    </Button>
  );
}
