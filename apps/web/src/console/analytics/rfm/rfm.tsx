import type { RfmGrid } from '@wafa/contract';
import { Bars } from '../../../portal/analytics/bars.tsx';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { EmptyState, Pending } from '../../../shared/ui/states.tsx';
import { useAddress } from '../../shared/address.ts';
import { Page } from '../../shared/page.tsx';
import { useStore } from '../../shared/store.ts';
import { useAmounts } from '../parts/amounts.ts';
import { AsTable, Panel } from '../parts/panel.tsx';
import { Save } from '../parts/save.tsx';
import { amountBand, type Score } from './bands.ts';
import { CellSide } from './cell-side.tsx';
import { Grid } from './grid.tsx';
import { useBandWords } from './words.ts';

/** The buyers by how lately and how often they ordered; a cell opens the customers in it. */
export default function Rfm() {
  const text = useText();
  const { data, error, refetch } = useRead(endpoints.analytics.rfm, {});
  return (
    <Page
      title={text('console.analytics.rfm')}
      lead={data && text('console.analytics.rfm_count', { count: data.customers })}
      actions={<Save endpoint={endpoints.analytics.rfmCsv} input={{}} name="rfm.csv" />}
    >
      {data ? null : <Pending error={error} retry={refetch} rows={8} />}
      {data && data.customers === 0 ? (
        <EmptyState icon="chart" title={text('console.analytics.rfm_empty')}>
          {text('console.analytics.rfm_empty_text')}
        </EmptyState>
      ) : null}
      {data && data.customers > 0 ? <Shown grid={data} /> : null}
    </Page>
  );
}

function Shown({ grid }: { grid: RfmGrid }) {
  const { values, change } = useAddress();
  const { may } = useStore();
  const open = grid.cells.find(({ recency, frequency }) => values.cell === `${recency}-${frequency}`);
  const onOpen = may('customers.read')
    ? (cell: RfmGrid['cells'][number]) => change({ cell: `${cell.recency}-${cell.frequency}` })
    : undefined;
  return (
    <div className="flex flex-wrap items-start gap-4">
      <Grid grid={grid} onOpen={onOpen} />
      <Monetary grid={grid} />
      {open && onOpen ? (
        <CellSide
          cell={open}
          cuts={grid.cuts}
          currency={grid.currency}
          onClose={() => change({ cell: null })}
        />
      ) : null}
    </div>
  );
}

/** The third score, money, of which the grid shows only the mean. */
function Monetary({ grid }: { grid: RfmGrid }) {
  const text = useText();
  const { number, percent } = useFormat();
  const { exact, round } = useAmounts(grid.currency);
  const { spent } = useBandWords(grid.currency);
  const total = grid.monetary.reduce((sum, { revenue }) => sum + revenue, 0);
  const title = text('console.analytics.rfm_money');
  return (
    <Panel className="flex-[1_1_16rem]" title={title} lead={text('console.analytics.rfm_money_lead')}>
      <div className="px-4 pb-4">
        <Bars
          label={title}
          bars={grid.monetary.map(({ score, revenue }) => ({
            key: String(score),
            name: `${number(score)} · ${spent(amountBand(grid.cuts.spent, score as Score))}`,
            value: revenue,
            words: total > 0 ? percent(revenue / total) : round(revenue),
          }))}
        />
      </div>
      <AsTable
        title={title}
        heads={[
          text('console.analytics.rfm_score'),
          text('console.analytics.customers'),
          text('console.analytics.revenue'),
        ]}
        rows={grid.monetary.map(({ score, customers, revenue }) => ({
          key: String(score),
          cells: [number(score), number(customers), exact(revenue)],
        }))}
      />
    </Panel>
  );
}
