import type { Segment } from '@wafa/contract';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { useStore } from '../../shared/store.ts';
import { Freshness } from '../parts/freshness.tsx';
import { Share } from '../parts/share.tsx';
import { SizePanel } from './size-panel.tsx';

/** What a segment means in words, how large it is and was, and what being in it brings. */
export function About({ segment }: { segment: Segment }) {
  const text = useText();
  const { language, number } = useFormat();
  const { may } = useStore();
  return (
    <div className="grid items-start gap-4 desk:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="grid gap-4">
        <section className="panel grid gap-3 p-4" aria-label={text('console.segments.meaning')}>
          <p className="max-w-[70ch] text-16">
            <bdi>{segment.description[language] || text('console.segments.no_description')}</bdi>
          </p>
          {segment.kind === 'dynamic' && !segment.archivedAt ? <RulesInWords segment={segment} /> : null}
          <Uses segment={segment} />
        </section>
        {segment.archivedAt ? null : <SizePanel segment={segment.key} />}
      </div>
      <div className="grid gap-4">
        <section className="panel p-4" aria-label={text('console.segments.size')}>
          <p>
            <span className="text-32 font-semibold tight">{number(segment.size)}</span>{' '}
            <span className="text-soft">{text('console.segments.customers', { count: segment.size })}</span>
          </p>
          <dl className="facts pt-3">
            <Fact label={text('console.segments.share')}>
              <Share share={segment.share} />
            </Fact>
            <Fact label={text('console.segments.fresh')}>
              <Freshness segment={segment} />
            </Fact>
            <Figures segment={segment} />
          </dl>
          {may('customers.read') && !segment.archivedAt ? (
            <p className="pt-3">
              <Link
                className="text-link"
                to={`/console/customers?segment=${encodeURIComponent(segment.key)}`}
              >
                {text('console.segments.in_customers')}
              </Link>
            </p>
          ) : null}
        </section>
        <ForCustomers segment={segment} />
      </div>
    </div>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd className="justify-self-end">{children}</dd>
    </>
  );
}

/** The rules as a sentence, which the preview gives for those that are saved. */
function RulesInWords({ segment }: { segment: Segment }) {
  const text = useText();
  const { language } = useFormat();
  const { data } = useRead(endpoints.segments.preview, { rules: segment.rules as never, key: segment.key });
  if (!data) return null;
  return (
    <p className="border-t border-line pt-3">
      <span className="block text-soft">{text('console.segments.rules')}</span>
      <bdi>{data.sentence[language]}</bdi>
    </p>
  );
}

/** Which segments the rules name, and whose rules name this one. */
function Uses({ segment }: { segment: Segment }) {
  const text = useText();
  const { language } = useFormat();
  const named = segment.uses.length + segment.usedBy.length > 0;
  const { data } = useRead(endpoints.segments.segments, { archived: 'all' }, { skip: !named });
  if (!named) return null;
  const nameOf = (key: string) => data?.segments.find((each) => each.key === key)?.name[language] ?? key;
  return (['uses', 'usedBy'] as const).map((way) =>
    segment[way].length > 0 ? (
      <p key={way} className="flex flex-wrap gap-x-3">
        <span className="text-soft">{text(`console.segments.${way}`)}</span>
        {segment[way].map((key) => (
          <Link key={key} className="text-link" to={`../${key}`}>
            <bdi>{nameOf(key)}</bdi>
          </Link>
        ))}
      </p>
    ) : null,
  );
}

/** Figures that the API gives, and how each is written; one that is not known here stays out of sight. */
const figureKinds: readonly (readonly [string, 'money' | 'number' | 'percent' | 'days'])[] = [
  ['cutoff', 'money'],
  ['medianDaysSinceOrder', 'days'],
  ['medianOrders', 'number'],
  ['medianSpent', 'money'],
  ['sampleShare', 'percent'],
  ['silhouette', 'number'],
];

/** What marks a cluster, and the cut-off of the best customers. */
function Figures({ segment }: { segment: Segment }) {
  const text = useText();
  const { number, money, percent } = useFormat();
  const { currency } = useStore();
  const write = {
    money: (value: number) => money(value, currency),
    number: (value: number) => number(Math.round(value * 100) / 100),
    percent: (value: number) => percent(value),
    days: (value: number) => text('console.segments.span_days', { count: value }),
  };
  return figureKinds.map(([name, kind]) => {
    const value = segment.figures[name];
    return value === undefined ? null : (
      <Fact key={name} label={text(`console.segments.figure_${name}`)}>
        <bdi>{write[kind](value)}</bdi>
      </Fact>
    );
  });
}

function ForCustomers({ segment }: { segment: Segment }) {
  const text = useText();
  const { language } = useFormat();
  const { benefits, customerText, isVisible } = segment;
  return (
    <section className="panel grid gap-2 p-4" aria-label={text('console.segments.for_customers')}>
      <h2 className="text-16 font-semibold">{text('console.segments.for_customers')}</h2>
      <p className="text-soft">
        {text(isVisible ? 'console.segments.is_seen' : 'console.segments.is_not_seen')}
      </p>
      {customerText[language] ? <p>{customerText[language]}</p> : null}
      {benefits.length > 0 ? (
        <ul className="divide-y divide-line">
          {benefits.map(({ title, text: more }) => (
            <li key={title.en} className="py-2">
              <b className="font-semibold">{title[language]}</b>
              {more?.[language] ? <p className="text-soft">{more[language]}</p> : null}
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-soft">{text('console.segments.no_benefits')}</p>
      )}
    </section>
  );
}
