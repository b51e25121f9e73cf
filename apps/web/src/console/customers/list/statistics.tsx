import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { useTiers } from '../parts/tiers.ts';

/** The head of the list: how many there are, who came and left, and how the tiers share them. */
export function Statistics() {
  const text = useText();
  const { number } = useFormat();
  const { data } = useRead(endpoints.customers.stats, { interval: 'month' });
  if (!data) return null;
  const sum = (pick: 'joined' | 'closed') =>
    data.growth.periods.reduce((total, period) => total + period[pick], 0);
  return (
    <section
      aria-label={text('customers.stat.label')}
      className="panel mb-5 grid gap-x-8 gap-y-4 p-4 desk:grid-cols-[auto_auto_auto_minmax(0,1fr)] desk:px-5"
    >
      <dl className="contents">
        <Figure label={text('customers.stat.total')} value={number(data.total)} large />
        <Figure label={text('customers.stat.joined')} value={number(sum('joined'))} />
        <Figure label={text('customers.stat.closed')} value={number(sum('closed'))} />
      </dl>
      <Tiers counts={data.byTier} total={data.total} />
    </section>
  );
}

function Figure({ label, value, large }: { label: string; value: string; large?: boolean }) {
  return (
    <div className="flex items-baseline justify-between gap-3 desk:block desk:border-e desk:border-line desk:pe-8">
      <dt className="text-soft">{label}</dt>
      <dd className={`font-semibold ${large ? 'text-32 tight' : 'text-24'}`}>{value}</dd>
    </div>
  );
}

function Tiers({
  counts,
  total,
}: {
  counts: readonly { key: string | null; count: number }[];
  total: number;
}) {
  const text = useText();
  const { number } = useFormat();
  const { choices, nameOfTier } = useTiers();
  const rank = (key: string | null) => choices.findIndex(({ value }) => value === key);
  const sorted = [...counts].sort((a, b) => rank(b.key) - rank(a.key));
  return (
    <ul
      aria-label={text('customers.stat.tiers')}
      className="grid content-center gap-x-8 gap-y-1 desk:grid-cols-2"
    >
      {sorted.map(({ key, count }) => (
        <li key={key ?? ''} className="grid grid-cols-[6.5rem_minmax(0,1fr)_auto] items-center gap-3">
          <span className="truncate">{key ? nameOfTier(key) : text('customers.stat.no_tier')}</span>
          <span className="h-1.5 overflow-hidden rounded-full bg-sunken" aria-hidden="true">
            <span
              className="block h-full rounded-full bg-primary"
              style={{ inlineSize: `${total > 0 ? (count / total) * 100 : 0}%` }}
            />
          </span>
          <b className="font-semibold">{number(count)}</b>
        </li>
      ))}
    </ul>
  );
}
