import type { TierStanding } from '@wafa/contract';
import { lastMoment } from '@wafa/i18n/core';
import { api } from '../../shared/api/api.ts';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Icon } from '../../shared/ui/icon.tsx';
import { SectionHeading } from '../../shared/ui/section.tsx';

/** What becomes of the tier at the end of its period, and what it brings until then. */
export function TierOutlook() {
  const { data: standing } = useRead(endpoints.loyalty.tier, { customerId: 'me' });
  if (!standing?.current) return null;
  return (
    <>
      <Projection standing={standing} />
      <Benefits tier={standing.current} />
    </>
  );
}

function Projection({ standing }: { standing: TierStanding }) {
  const text = useText();
  const { language, date } = useFormat();
  const measure = useMeasure(standing.basis);
  const { current, projection, given, tiers } = standing;
  const { ifNothing, atPace, endsAt } = projection;
  // A period that is over says nothing of what will be; the tier is judged within the hour.
  if (!current || tiers.length < 2 || Date.parse(endsAt) <= Date.now()) return null;
  const sentences: string[] = [];
  // The lowest tier has nothing below it to fall to, and so nothing to keep.
  if (current.key !== tiers[0]?.key) {
    if (ifNothing.keeps) sentences.push(text('loyalty.outlook_keeps', { tier: current.name[language] }));
    else {
      sentences.push(
        text('loyalty.outlook_missing', {
          measure: measure(ifNothing.missing),
          tier: current.name[language],
        }),
        ifNothing.tier
          ? text('loyalty.outlook_falls', { tier: ifNothing.tier.name[language] })
          : text('loyalty.outlook_leaves'),
      );
    }
  }
  if (atPace.tier && atPace.tier.key !== current.key)
    sentences.push(text('loyalty.outlook_pace', { tier: atPace.tier.name[language] }));
  if (sentences.length === 0 && !given) return null;
  return (
    <section className="pt-4">
      <p className="flex items-center gap-2 font-semibold">
        <Icon name="calendar" size={20} className="text-faint" />
        {given
          ? text('loyalty.given', { date: date(lastMoment(given.until), 'date') })
          : text('loyalty.outlook', { date: date(lastMoment(endsAt), 'date') })}
      </p>
      <p className="ps-7 text-soft">{sentences.join(' ')}</p>
    </section>
  );
}

/** Writes what a tier is judged by: points, or money in the store's currency. */
function useMeasure(basis: TierStanding['basis']): (value: number) => string {
  const text = useText();
  const { money } = useFormat();
  const { data: me } = api.useMeQuery();
  const currency = me?.store.currency;
  return (value) =>
    basis === 'spend' && currency ? money(value, currency) : text('points.count', { count: value });
}

function Benefits({ tier }: { tier: NonNullable<TierStanding['current']> }) {
  const text = useText();
  const { language } = useFormat();
  if (tier.benefits.length === 0) return null;
  return (
    <section aria-labelledby="benefits">
      <SectionHeading id="benefits">{text('loyalty.benefits', { tier: tier.name[language] })}</SectionHeading>
      <ul className="grid gap-2">
        {tier.benefits.map(({ name }) => (
          <li key={name.en} className="flex items-center gap-2">
            <Icon name="check" size={20} className="text-primary" />
            <bdi>{name[language]}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}
