import { metalOf } from '@wafa/card';
import type { Tier } from '@wafa/contract';
import type { ReactNode } from 'react';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Icon } from '../../shared/ui/icon.tsx';

/** The tiers side by side; the current one is tinted and named to screen readers. */
export function TierTable({ tiers, current }: { tiers: readonly Tier[]; current: string | null }) {
  const text = useText();
  const { language, points, number } = useFormat();
  const benefits = [...new Set(tiers.flatMap((tier) => tier.benefits.map(({ name }) => name[language])))];
  const rows: { label: string; value: (tier: Tier) => ReactNode }[] = [
    { label: text('loyalty.threshold'), value: (tier: Tier) => points(tier.threshold) },
    {
      label: text('loyalty.multiplier'),
      value: (tier: Tier) => text('loyalty.times', { times: number(tier.multiplierPercent / 100) }),
    },
    ...benefits.map((benefit) => ({
      label: benefit,
      value: (tier: Tier) =>
        tier.benefits.some(({ name }) => name[language] === benefit) ? (
          <>
            <Icon name="check" size={20} className="inline-block text-primary" />
            <span className="sr">{text('loyalty.has_benefit')}</span>
          </>
        ) : (
          <span aria-hidden="true">–</span>
        ),
    })),
  ];
  const tint = (tier: Tier) =>
    tier.key === current
      ? 'bg-[color-mix(in_srgb,var(--gold)_13%,var(--surface))] font-semibold text-ink'
      : '';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: many tiers scroll sideways; the keyboard must get there.
    <div className="panel overflow-x-auto" tabIndex={0}>
      <table className="w-full min-w-[20rem] table-fixed border-collapse text-center">
        <thead>
          <tr>
            <td className="w-24" />
            {tiers.map((tier) => (
              <th key={tier.key} scope="col" className={`p-0 pb-2.5 align-top font-semibold ${tint(tier)}`}>
                <span
                  aria-hidden="true"
                  className="mb-2 block h-8"
                  style={{ background: `var(--tier-${metalOf(tier.key)})` }}
                />
                <bdi>{tier.name[language]}</bdi>
                {tier.key === current ? <span className="sr"> ({text('loyalty.current')})</span> : null}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.label} className="border-t border-line">
              <th scope="row" className="px-3.5 py-2.5 text-start font-normal text-soft">
                {row.label}
              </th>
              {tiers.map((tier) => (
                <td key={tier.key} className={`px-1 py-2.5 ${tint(tier)}`}>
                  <bdi>{row.value(tier)}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
