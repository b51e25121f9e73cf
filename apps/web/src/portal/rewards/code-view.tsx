import type { Redemption } from '@wafa/contract';
import { lastMoment } from '@wafa/i18n/core';
import { useFormat, useText } from '../../shared/hooks.ts';
import { CopyButton, ScanCode } from '../../shared/ui/scan-code.tsx';

/** The code of a redemption: what it is for, how it is used, and until when. */
export function CodeView({ redemption }: { redemption: Redemption }) {
  const text = useText();
  const { language, date } = useFormat();
  const code = redemption.partnerCode ?? redemption.code;
  return (
    <div className="grid gap-4">
      <p className="text-16 font-semibold">
        <bdi>{redemption.name?.[language] ?? text('rewards.plain')}</bdi>
      </p>
      <ScanCode code={code} />
      <p className="text-soft">
        {text(redemption.partnerCode ? 'rewards.partner_code' : 'rewards.show_code')}{' '}
        {text('rewards.valid_until', { date: date(lastMoment(redemption.expiresAt), 'date') })}
      </p>
      <CopyButton value={code} label={text('rewards.copy')} />
    </div>
  );
}
