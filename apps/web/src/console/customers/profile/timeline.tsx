import { type TimelineEntry, type TimelineSource, timelineSources } from '@wafa/contract';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { type Translate, useFormat, useText } from '../../../shared/hooks.ts';
import { EmptyState, Pending } from '../../../shared/ui/states.tsx';
import { Glyph, type GlyphName } from '../../shared/glyph.tsx';
import { useTiers } from '../parts/tiers.ts';
import { byDay } from './days.ts';

const icons: Readonly<Record<string, GlyphName>> = {
  'customer.created': 'user',
  'customer.merged': 'merge',
  'customer.unmerged': 'merge',
  'activity.card_scan': 'scan',
  'activity.app_install': 'phone',
  'activity.product_view': 'eye',
  'order.placed': 'bag',
  'order.refunded': 'undo',
  'order.cancelled': 'close',
  'order.shipped': 'truck',
  'order.delivered': 'check',
  'points.expired': 'hourglass',
  'reward.redeemed': 'gift',
  'message.out.EMAIL': 'mail',
  'message.in.EMAIL': 'mail',
};
const iconOfSource: Readonly<Record<TimelineSource, GlyphName>> = {
  customers: 'user',
  activity: 'star',
  orders: 'bag',
  loyalty: 'layers',
  notifications: 'bell',
  offers: 'tag',
  occasions: 'gift',
  referrals: 'invite',
  segments: 'rings',
};
const wordsOfSource: Readonly<Record<TimelineSource, string>> = {
  customers: 'profile.timeline_customers',
  activity: 'profile.timeline_activity',
  orders: 'profile.tab.orders',
  loyalty: 'profile.tab.points',
  notifications: 'profile.tab.messages',
  offers: 'capability.offers',
  occasions: 'profile.timeline_occasions',
  referrals: 'console.referrals.title',
  segments: 'capability.segments',
};

/** Everything that happened with a customer, newest first, by day; read on at its end. */
export function Timeline({ customerId }: { customerId: string }) {
  const text = useText();
  const [source, setSource] = useState<TimelineSource>();
  return (
    <section aria-label={text('profile.tab.timeline')} className="grid gap-2">
      <Select
        className="!w-44 justify-self-end"
        allowClear
        placeholder={text('duplicate.from.any')}
        aria-label={text('profile.timeline_show')}
        value={source}
        options={timelineSources.map((value) => ({ value, label: text(wordsOfSource[value]) }))}
        onChange={setSource}
      />
      <Stream key={source} customerId={customerId} source={source} cursor={undefined} />
    </section>
  );
}

/** A part of the stream, and the next one below it once it is asked for. */
function Stream(props: {
  customerId: string;
  source: TimelineSource | undefined;
  cursor: string | undefined;
}) {
  const { customerId, source, cursor } = props;
  const text = useText();
  const dayOf = useDay();
  const [goesOn, setGoesOn] = useState(false);
  const { data, error, refetch } = useRead(endpoints.activity.timeline, {
    customerId,
    limit: 30,
    ...(source ? { sources: [source] } : {}),
    ...(cursor ? { cursor } : {}),
  });
  if (!data) return <Pending error={error} retry={refetch} rows={5} />;
  if (data.entries.length === 0 && !cursor) {
    return (
      <EmptyState icon="clock" title={text('profile.timeline_empty')}>
        {text('profile.timeline_empty_text')}
      </EmptyState>
    );
  }
  return (
    <>
      {byDay(data.entries, dayOf).map(({ day, entries }) => (
        <div key={day}>
          <h2 className="py-2 text-12 text-soft">{day}</h2>
          <ol className="grid">
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ol>
        </div>
      ))}
      {data.nextCursor && !goesOn ? (
        <Button className="justify-self-start" onClick={() => setGoesOn(true)}>
          {text('action.more')}
        </Button>
      ) : null}
      {data.nextCursor && goesOn ? <Stream {...props} cursor={data.nextCursor} /> : null}
    </>
  );
}

/** The heading of an entry's day by the store's clock: today, yesterday, or its date. */
function useDay(): (at: string) => string {
  const text = useText();
  const { date } = useFormat();
  const today = date(new Date().toISOString());
  const yesterday = date(new Date(Date.now() - 86_400_000).toISOString());
  return (at) => {
    const day = date(at);
    return day === today ? text('profile.today') : day === yesterday ? text('profile.yesterday') : day;
  };
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const text = useText();
  const { date, money, points } = useFormat();
  const sentence = useSentence();
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)_auto] gap-3 border-t border-line py-2.5 first:border-0">
      <Glyph
        name={icons[entry.title.replace('timeline.', '')] ?? iconOfSource[entry.source]}
        className="mt-0.5 text-faint"
      />
      <div className="min-w-0">
        <p className="font-medium">{sentence(entry)}</p>
        <time dateTime={entry.at} className="text-12 text-soft">
          {date(entry.at, 'time')}
        </time>
      </div>
      <div className="text-end">
        {entry.amount === null ? null : (
          <p className="font-semibold">
            <bdi>{money(entry.amount, entry.currency)}</bdi>
          </p>
        )}
        {entry.points ? (
          <p className={entry.points > 0 ? 'text-success' : 'text-soft'}>
            <bdi>{points(entry.points, { signed: true })}</bdi>
            {` ${text('unit.points', { count: Math.abs(entry.points) })}`}
          </p>
        ) : null}
      </div>
    </li>
  );
}

/** The sentence of an entry, with the tier by its name and numbers of orders as they stand. */
function useSentence(): (entry: TimelineEntry) => string {
  const text: Translate = useText();
  const { nameOfTier } = useTiers();
  return ({ title, params }) =>
    text(title, typeof params.tier === 'string' ? { ...params, tier: nameOfTier(params.tier) } : params);
}
