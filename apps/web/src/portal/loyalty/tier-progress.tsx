import type { LoyaltyAccount } from '@wafa/contract';
import { lastMoment } from '@wafa/i18n/core';
import { useFormat, useText } from '../../shared/hooks.ts';
import { progressOf } from './progress.ts';

/** The meter towards the next tier, with what is missing and until when the present one holds. */
export function TierProgress({ tier, figures }: { tier: LoyaltyAccount['tier']; figures?: boolean }) {
  const text = useText();
  const { language, points, date } = useFormat();
  const { current, next, missing, heldUntil, qualifyingPoints } = tier;
  const label = next ? text('home.progress_label', { tier: next.name[language] }) : text('home.top_tier');
  return (
    <div className="grid gap-2">
      <div
        className="meter"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={next?.threshold ?? qualifyingPoints}
        aria-valuenow={Math.min(qualifyingPoints, next?.threshold ?? qualifyingPoints)}
      >
        <i style={{ inlineSize: `${progressOf(tier) * 100}%` }} />
      </div>
      <p className="flex flex-wrap justify-between gap-x-4 text-soft">
        {next && missing !== null ? (
          <span>
            <Split sentence={text('home.missing', { points: '\u0000', tier: next.name[language] })}>
              <b className="font-semibold text-ink">{points(missing)}</b>
            </Split>
          </span>
        ) : (
          <span>{text(current ? 'home.top_tier' : 'home.no_tier')}</span>
        )}
        {figures && next ? (
          <span>
            {text('loyalty.of', { points: points(qualifyingPoints), total: points(next.threshold) })}
          </span>
        ) : current && heldUntil && Date.parse(heldUntil) > Date.now() ? (
          <span>
            {text('home.held_until', {
              tier: current.name[language],
              date: date(lastMoment(heldUntil), 'day'),
            })}
          </span>
        ) : null}
      </p>
    </div>
  );
}

/** Puts an element where the sentence holds a NUL, so that the words round it stay in the catalogue. */
function Split({ sentence, children }: { sentence: string; children: React.ReactNode }) {
  const [before, after] = sentence.split('\u0000');
  return (
    <>
      {before}
      {children}
      {after}
    </>
  );
}
