import type { ProgrammeHealth } from '@wafa/contract';
import { Link } from 'react-router';
import { Bars } from '../../../portal/analytics/bars.tsx';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { EmptyState, Pending } from '../../../shared/ui/states.tsx';
import type { Figure } from '../../shared/figures.tsx';
import { Mark } from '../../shared/mark.tsx';
import { Page } from '../../shared/page.tsx';
import { useStore } from '../../shared/store.ts';
import { useAmounts } from '../parts/amounts.ts';
import { Figures } from '../parts/figures.tsx';
import { Freshness } from '../parts/freshness.tsx';
import { AsTable, Panel } from '../parts/panel.tsx';
import { RangePicker, useRange } from '../parts/range-picker.tsx';
import { Save } from '../parts/save.tsx';

/** How the loyalty programmes are used in a range: who takes part, what was issued, and what became of it. */
export default function Programmes() {
  const text = useText();
  const { from, to } = useRange();
  const input = { from, to };
  const { data, error, refetch } = useRead(endpoints.analytics.programmes, input);
  return (
    <Page
      title={text('console.analytics.programmes')}
      lead={data && !error ? <Freshness freshness={data.freshness} /> : null}
      actions={<Save endpoint={endpoints.analytics.programmesCsv} input={input} name="programmes.csv" />}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <RangePicker />
        {!data || error ? <Pending error={error} retry={refetch} rows={6} /> : null}
        {data?.programmes.length === 0 && !error ? (
          <EmptyState icon="star" title={text('console.analytics.programmes_empty')}>
            {text('console.analytics.programmes_empty_text')}
          </EmptyState>
        ) : null}
        {error
          ? null
          : data?.programmes.map((programme) => (
              <Health key={programme.programId} programme={programme} currency={data.currency} />
            ))}
      </div>
    </Page>
  );
}

type Programme = ProgrammeHealth['programmes'][number];

function Health({ programme, currency }: { programme: Programme; currency: string }) {
  const text = useText();
  const { language, number, percent, points } = useFormat();
  const { round } = useAmounts(currency);
  const { may } = useStore();
  const { breakage, worth, outstanding } = programme;
  const figures: Figure[] = [
    {
      label: text('console.analytics.taking_part'),
      value: number(programme.activeMembers),
      note: text('console.analytics.taking_part_note', {
        count: programme.members,
        share: programme.activeRate === null ? '–' : percent(programme.activeRate),
      }),
    },
    {
      label: text('console.analytics.redemption_rate'),
      value: programme.redemptionRate === null ? '–' : percent(programme.redemptionRate, { decimals: 1 }),
      note: text('console.analytics.redemption_rate_note'),
    },
    {
      label: text('console.analytics.liability'),
      value: worth === null ? points(outstanding) : round(worth),
      note:
        worth === null ? text('console.analytics.no_price') : text('points.count', { count: outstanding }),
    },
    {
      label: text('console.analytics.breakage'),
      value: breakage ? points(breakage.points) : '–',
      note: breakage
        ? text('console.analytics.breakage_note', { rate: percent(breakage.rate, { decimals: 1 }) })
        : text('console.analytics.breakage_none'),
    },
    {
      label: text('console.analytics.rewards_redeemed'),
      value: number(programme.rewardsRedeemed),
      note: text('console.analytics.redeeming_note', { count: programme.redeemingMembers }),
    },
  ];
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-4" aria-label={programme.name[language]}>
      <h2 className="flex flex-wrap items-center gap-2 pt-2 text-20 font-semibold">
        {may('loyalty.read') ? (
          <Link to={`/console/programmes/${programme.programId}`} className="hover:text-link">
            <bdi>{programme.name[language]}</bdi>
          </Link>
        ) : (
          <bdi>{programme.name[language]}</bdi>
        )}
        {programme.isDefault ? <Mark look="now">{text('console.analytics.default_programme')}</Mark> : null}
        {programme.isActive ? null : <Mark look="warn">{text('console.analytics.paused')}</Mark>}
      </h2>
      <Figures label={programme.name[language]} figures={figures} />
      <div className="grid items-start gap-4 grid-cols-[repeat(auto-fit,minmax(min(100%,22rem),1fr))]">
        <PointsMoved programme={programme} />
        <TopRewards programme={programme} />
      </div>
    </section>
  );
}

/** What was issued in the range, beside what was redeemed and what expired in it. */
function PointsMoved({ programme }: { programme: Programme }) {
  const text = useText();
  const { points } = useFormat();
  const title = text('console.analytics.points_moved');
  const rows = (['issued', 'redeemed', 'expired'] as const).map((name) => ({
    key: name,
    name: text(`console.analytics.${name}`),
    value: programme[name],
    words: points(programme[name]),
  }));
  return (
    <Panel title={title} lead={text('console.analytics.points_moved_lead')}>
      <div className="px-4 pb-4">
        <Bars label={title} bars={rows} />
      </div>
      <AsTable
        title={title}
        heads={[text('console.analytics.what'), text('console.points')]}
        rows={rows.map(({ key, name, words }) => ({ key, cells: [name, words] }))}
      />
    </Panel>
  );
}

function TopRewards({ programme }: { programme: Programme }) {
  const text = useText();
  const { language, number, points } = useFormat();
  const title = text('console.analytics.top_rewards');
  if (programme.topRewards.length === 0) {
    return (
      <Panel title={title}>
        <p className="px-4 pb-4 text-soft">{text('console.analytics.no_rewards')}</p>
      </Panel>
    );
  }
  return (
    <Panel title={title} lead={text('console.analytics.top_rewards_lead')}>
      <div className="px-4 pb-4">
        <Bars
          label={title}
          bars={programme.topRewards.map(({ rewardId, name, redemptions }) => ({
            key: rewardId,
            name: name[language],
            value: redemptions,
            words: number(redemptions),
          }))}
        />
      </div>
      <AsTable
        title={title}
        heads={[
          text('console.analytics.reward'),
          text('console.analytics.rewards_redeemed'),
          text('console.points'),
        ]}
        rows={programme.topRewards.map(({ rewardId, name, redemptions, points: spent }) => ({
          key: rewardId,
          cells: [name[language], number(redemptions), points(spent)],
        }))}
      />
    </Panel>
  );
}
