import { occasionKind, type ShownGift } from '@wafa/contract';
import { Link } from 'react-router';
import { useFormat, useText } from '../../shared/hooks.ts';
import { ChoiceFilter } from '../shared/filters.tsx';

/** A day in both calendars. */
export function BothDays({ on }: { on: string }) {
  const { date, hijri } = useFormat();
  return (
    <span className="grid">
      <span>{date(on, 'date')}</span>
      <span className="text-12 text-soft">{hijri(on, 'date')}</span>
    </span>
  );
}

/** What a customer gets, in a few words. */
export function GiftWords({ gift }: { gift: ShownGift | null }) {
  const text = useText();
  const { language, points } = useFormat();
  if (!gift) return <span className="text-faint">{text('console.occasions.no_gift')}</span>;
  if (gift.points !== null) return <>{text('console.occasions.points', { points: points(gift.points) })}</>;
  return <bdi>{(gift.reward?.name ?? gift.text)?.[language]}</bdi>;
}

/** Whose date it is, on the way to their profile. */
export function Person(props: { customerId: string; customerName: { en: string; ar: string } }) {
  const { language } = useFormat();
  return (
    <Link to={`/console/customers/${props.customerId}`} className="font-medium hover:text-link">
      <bdi>{props.customerName[language]}</bdi>
    </Link>
  );
}

/** Chooses a kind of occasion to filter by. */
export function KindFilter(props: { value: string | undefined; onChange: (kind: string | null) => void }) {
  const text = useText();
  return (
    <ChoiceFilter
      className="!w-52"
      label={text('console.occasions.kind')}
      value={props.value}
      choices={occasionKind.options.map((value) => ({
        value,
        label: text(`console.occasions.kind_${value}`),
      }))}
      onChange={(kind) => props.onChange(kind ?? null)}
    />
  );
}
