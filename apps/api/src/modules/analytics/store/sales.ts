/** What was sold where, when and through what; and what of. One round trip each, over the sums of the days. */
import type {
  analyticsContract,
  InputOf,
  SalesBreakdown,
  SalesDimension,
  TopCategories,
  TopProducts,
} from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import * as loyalty from '../../loyalty/index.ts';
import * as settings from '../../settings/index.ts';
import { nowhere } from '../rollups/sql-days.ts';
import { freshness } from './freshness.ts';
import { rangeOf, rateOf } from './rules.ts';
import { type DimensionRow, readByDimension, readTop, type SoldRow } from './sql-sales.ts';

type Contract = typeof analyticsContract;

/** Revenue and orders by channel, location, weekday or hour. Throws `range_invalid`, `date_in_future`. */
export async function sales(ctx: Ctx, input: InputOf<Contract['sales']>): Promise<SalesBreakdown> {
  const { currency, timeZone } = await settings.store(ctx);
  const range = rangeOf(input, loyalty.localDay(ctx.now, timeZone));
  const [rows, places, counted] = await Promise.all([
    readByDimension(ctx.tx, ctx.storeId, input.by, range),
    settings.locations(ctx),
    freshness(ctx),
  ]);
  const total = rows.reduce((sum, { gross }) => sum + gross, 0);
  return {
    ...range,
    currency,
    by: input.by,
    rows: withGaps(rows, input.by).map(({ key, orders, gross, refunded }) => {
      const place = input.by === 'location' ? places.get(key) : undefined;
      return {
        key: key === nowhere ? null : key,
        name: place?.name ?? null,
        nameAr: place?.nameAr ?? null,
        orders,
        gross,
        refunded,
        net: gross - refunded,
        share: rateOf(gross, total),
      };
    }),
    freshness: counted,
  };
}

/** Of weekdays and hours all, in their order. */
function withGaps(rows: readonly DimensionRow[], by: SalesDimension): readonly DimensionRow[] {
  if (by === 'channel' || by === 'location') return rows;
  const known = new Map(rows.map((row) => [row.key, row]));
  const [first, count] = by === 'weekday' ? [1, 7] : [0, 24];
  return Array.from({ length: count }, (_, index) => {
    const key = String(first + index);
    return known.get(key) ?? { key, orders: 0, gross: 0, refunded: 0 };
  });
}

/** The products that sold most. Throws `range_invalid`, `date_in_future`. */
export async function products(ctx: Ctx, input: InputOf<Contract['products']>): Promise<TopProducts> {
  const { rows, ...rest } = await top(ctx, 'product', input);
  return {
    ...rest,
    products: rows.map((row) => ({
      sku: row.key,
      name: row.name ?? '',
      category: row.category,
      ...soldFigures(row),
    })),
  };
}

/** The categories that sold most. Throws `range_invalid`, `date_in_future`. */
export async function categories(ctx: Ctx, input: InputOf<Contract['categories']>): Promise<TopCategories> {
  const { rows, ...rest } = await top(ctx, 'category', input);
  return {
    ...rest,
    categories: rows.map((row) => ({ category: row.key === '' ? null : row.key, ...soldFigures(row) })),
  };
}

async function top(ctx: Ctx, kind: 'product' | 'category', input: InputOf<Contract['products']>) {
  const { currency, timeZone } = await settings.store(ctx);
  const range = rangeOf(input, loyalty.localDay(ctx.now, timeZone));
  const [rows, counted] = await Promise.all([
    readTop(ctx.tx, ctx.storeId, kind, range, input),
    freshness(ctx),
  ]);
  return { ...range, currency, freshness: counted, rows };
}

function soldFigures({ orders, quantity, gross, returned, refunded, total }: SoldRow) {
  return {
    orders,
    quantity,
    gross,
    returned,
    refunded,
    net: gross - refunded,
    share: rateOf(gross, total),
  };
}
