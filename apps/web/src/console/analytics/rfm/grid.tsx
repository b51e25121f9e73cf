import type { RfmGrid } from '@wafa/contract';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { heatOf } from '../cohorts/heat.ts';
import { useAmounts } from '../parts/amounts.ts';
import { Panel } from '../parts/panel.tsx';
import { ScrollBox } from '../parts/scroll-box.tsx';
import { amountBand, recencyBand, scores } from './bands.ts';
import { useBandWords } from './words.ts';
import '../heat.css';

type Cell = RfmGrid['cells'][number];

interface GridProps {
  grid: RfmGrid;
  /** Opens the customers of a cell; without it the cells only tell. */
  onOpen: ((cell: Cell) => void) | undefined;
}

/** Recency from the best row down, frequency from the start up; the warmer a cell, the more customers in it. */
export function Grid({ grid, onOpen }: GridProps) {
  const text = useText();
  const { number } = useFormat();
  const words = useBandWords(grid.currency);
  const most = Math.max(...grid.cells.map(({ customers }) => customers));
  const cellOf = (recency: number, frequency: number) =>
    grid.cells.find((cell) => cell.recency === recency && cell.frequency === frequency);
  return (
    <Panel
      className="flex-[3_1_42rem]"
      title={text('console.analytics.rfm_grid')}
      lead={text('console.analytics.rfm_lead')}
    >
      <ScrollBox label={text('console.analytics.rfm_grid')} className="overflow-x-auto px-4 pb-4">
        <table className="w-full table-fixed border-separate border-spacing-1">
          <thead>
            <tr>
              <td className="w-36 text-12 font-medium text-faint" aria-hidden="true">
                <span className="block text-end">{text('console.analytics.rfm_frequency')}</span>
                <span className="block">{text('console.analytics.rfm_recency')}</span>
              </td>
              {scores.toReversed().map((frequency) => (
                <th key={frequency} scope="col" className="w-24 pb-1 text-center">
                  <span className="block font-semibold">{number(frequency)}</span>
                  <span className="block text-12 font-normal text-soft">
                    {words.orders(amountBand(grid.cuts.orders, frequency))}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {scores.map((recency) => (
              <tr key={recency}>
                <th scope="row" className="text-start">
                  <span className="block font-semibold">{number(recency)}</span>
                  <span className="block text-12 font-normal text-soft">
                    {words.days(recencyBand(grid.cuts.recencyDays, recency))}
                  </span>
                </th>
                {scores.toReversed().map((frequency) => {
                  const cell = cellOf(recency, frequency);
                  return (
                    <td key={frequency} className="p-0">
                      {cell ? (
                        <CellBox
                          cell={cell}
                          heat={heatOf(cell.customers, most)}
                          currency={grid.currency}
                          onOpen={onOpen}
                        />
                      ) : null}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Panel>
  );
}

interface CellBoxProps {
  cell: Cell;
  heat: number;
  currency: string;
  onOpen: ((cell: Cell) => void) | undefined;
}

function CellBox({ cell, heat, currency, onOpen }: CellBoxProps) {
  const text = useText();
  const { number, percent } = useFormat();
  const { exact, round } = useAmounts(currency);
  const { customers, share, revenue } = cell;
  const look = `heat-${heat} grid h-16 w-full content-center rounded-small text-center`;
  if (customers === 0) return <span className={look}>–</span>;
  const shown = (
    <>
      <b className="block text-16 font-semibold">{number(customers)}</b>
      <bdi className="block truncate px-1 text-12">{round(revenue)}</bdi>
    </>
  );
  const label = text('console.analytics.rfm_cell', {
    recency: number(cell.recency),
    frequency: number(cell.frequency),
    customers: text('customers.count', { count: customers }),
    share: share === null ? '–' : percent(share, { decimals: 1 }),
    revenue: exact(revenue),
  });
  if (!onOpen) {
    return (
      <span className={look} title={label}>
        {shown}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={`${look} hover:outline-2 hover:outline-[var(--primary)]`}
      title={label}
      aria-label={label}
      onClick={() => onOpen(cell)}
    >
      {shown}
    </button>
  );
}
