import { chooseClusters, clusterKeys, scaled, scaleOf } from '@wafa/predict';
import type { Ctx } from '../../../platform/context.ts';
import { readBook } from '../definitions/book.ts';
import { type ClusterModel, type ModelRow, writeModel } from '../definitions/sql.ts';
import { type Buyer, putClusters, readBorders, readSample, readVipCutoff } from './sql-models.ts';

/** Enough for seven clusters; their search takes a fraction of a second. */
const sampleSize = 3_000;
/** The same customers give the same clusters, on every run. */
const seed = 20_240_601;
const clusterRange = { least: 3, most: 7, seed };

/**
 * Learns from all customers what one of them is later tested against: the vip cut-off, the quintile borders of
 * RFM, percentiles, and clusters. Three sorts and one pass over a year of orders, whatever the store's size.
 */
export async function fitModels(ctx: Ctx, customers: number): Promise<void> {
  const { numbers, model } = await readBook(ctx);
  const [vipCutoff, borders] = await Promise.all([
    readVipCutoff(ctx.tx, ctx.storeId, ctx.now, numbers),
    readBorders(ctx.tx, ctx.storeId, ctx.now),
  ]);
  const { buyers, recencyDays, orderCounts, spent } = borders;
  const found =
    buyers >= numbers.clusterMinCustomers
      ? clustersOf(await readSample(ctx.tx, ctx.storeId, ctx.now, Math.ceil(buyers / sampleSize)))
      : null;
  const quintiles = (percentiles: readonly number[]) =>
    [19, 39, 59, 79].flatMap((at) => percentiles[at] ?? []);
  const learnt: ModelRow = {
    ...model,
    vipCutoff,
    recencyDays,
    orderCounts: quintiles(orderCounts),
    spent: quintiles(spent),
    percentiles: { spent, orders: orderCounts },
    clusters: found?.model ?? null,
    customers,
    fittedAt: ctx.now,
  };
  await writeModel(ctx.tx, ctx.storeId, learnt);
  await putClusters(ctx.tx, ctx.storeId, ctx.now, found?.figures ?? new Map());
}

const featuresOf = ({ days, orders, spent }: Buyer): number[] =>
  [days, orders, spent].map((value) => Math.log1p(Math.max(value, 0)));

/** Clusters of a sample on log1p of recency, frequency and money, each scaled by its deviation. */
function clustersOf(
  sample: readonly Buyer[],
): { model: ClusterModel; figures: Map<string, Record<string, number>> } | null {
  if (sample.length < clusterRange.most) return null;
  const raw = sample.map(featuresOf);
  const scale = scaleOf(raw);
  const { centres, assigned, silhouette } = chooseClusters(
    raw.map((point) => scaled(point, scale)),
    clusterRange,
  );
  const keys = clusterKeys(centres);
  const figures = keys.map((key, at): [string, Record<string, number>] => {
    const members = sample.filter((_, index) => assigned[index] === at);
    return [
      key,
      {
        sampleShare: members.length / sample.length,
        medianDaysSinceOrder: median(members.map(({ days }) => days)),
        medianOrders: median(members.map(({ orders }) => orders)),
        medianSpent: median(members.map(({ spent }) => spent)),
        silhouette,
      },
    ];
  });
  return { model: { ...scale, centres, keys }, figures: new Map(figures) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
