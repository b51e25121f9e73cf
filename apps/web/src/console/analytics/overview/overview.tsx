import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useText } from '../../../shared/hooks.ts';
import { EmptyState, Pending } from '../../../shared/ui/states.tsx';
import { useAddress } from '../../shared/address.ts';
import { Page } from '../../shared/page.tsx';
import { Freshness } from '../parts/freshness.tsx';
import { daysOf, intervalOf } from '../parts/range.ts';
import { RangePicker, useRange } from '../parts/range-picker.tsx';
import { Save } from '../parts/save.tsx';
import { Goods } from './goods.tsx';
import { OverviewFigures } from './overview-figures.tsx';
import { Sales } from './sales.tsx';
import { Series } from './series.tsx';

/** The store at a glance: the figures of a range against the range before, their way, and what made them. */
export default function Overview() {
  const text = useText();
  const { values } = useAddress();
  const { from, to } = useRange();
  const input = { from, to, interval: intervalOf(values.interval, daysOf({ from, to })) };
  const { data, error, refetch } = useRead(endpoints.analytics.overview, input);
  const shown = error ? undefined : data;
  const { figures, before, liability } = shown ?? {};
  const isEmpty =
    figures?.orders === 0 &&
    figures.newCustomers === 0 &&
    figures.pointsIssued === 0 &&
    !before?.figures.orders &&
    liability?.outstanding === 0;
  return (
    <Page
      title={text('console.analytics.overview')}
      lead={shown ? <Freshness freshness={shown.freshness} /> : null}
      actions={<Save endpoint={endpoints.analytics.overviewCsv} input={input} name="overview.csv" />}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <RangePicker />
        {!shown || error ? <Pending error={error} retry={refetch} rows={8} /> : null}
        {shown && isEmpty ? (
          <EmptyState icon="chart" title={text('console.analytics.empty')}>
            {text('console.analytics.empty_text')}
          </EmptyState>
        ) : null}
        {shown && !isEmpty ? (
          <>
            <OverviewFigures overview={shown} />
            <Series overview={shown} />
            <div className="flex flex-wrap items-start gap-4">
              <Sales range={{ from, to }} />
              <Goods range={{ from, to }} />
            </div>
          </>
        ) : null}
      </div>
    </Page>
  );
}
