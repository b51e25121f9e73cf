import { chooseClusters, clusterKeys, scaled, scaleOf } from '@wafa/predict';
import type { Ctx } from '../../../platform/context.ts';
import type { StepRunner } from '../../../platform/module.ts';
import { readBook } from '../definitions/book.ts';
import { type ClusterModel, type ModelRow, writeModel } from '../definitions/sql.ts';
import { planForRanges } from './sql-lanes.ts';
import {
  type Borders,
  type Buyer,
  putClusters,
  readBorders,
  readSample,
  readVipCutoff,
} from './sql-models.ts';

/** Enough for seven clusters; their search takes a fraction of a second. */
const sampleSize = 3_000;
/** The same customers give the same clusters, on every run. */
const seed = 20_240_601;
const clusterRange = { least: 3, most: 7, seed };

/** What all customers together teach about one of them. */
export interface Learnt {
  vipCutoff: number | null;
  borders: Borders;
  clusters: ReturnType<typeof clustersOf>;
}

/**
 * Learns from all customers what one of them is later tested against: the vip cut-off, the quintile borders of
 * RFM, percentiles, and clusters. Three sorts and, beside them on another connection, one pass over a year of
 * orders, whatever the store's size.
 */
export async function learn(step: StepRunner): Promise<Learnt> {
  const [vipCutoff, figures] = await Promise.all([
    step(async (ctx) => {
      await planForRanges(ctx.tx);
      return readVipCutoff(ctx.tx, ctx.storeId, ctx.now, (await readBook(ctx)).numbers);
    }),
    step(async (ctx) => {
      await planForRanges(ctx.tx);
      const borders = await readBorders(ctx.tx, ctx.storeId, ctx.now);
      const enough = borders.buyers >= (await readBook(ctx)).numbers.clusterMinCustomers;
      const oneOf = Math.ceil(borders.buyers / sampleSize);
      const sample = enough ? await readSample(ctx.tx, ctx.storeId, ctx.now, oneOf) : [];
      return { borders, clusters: clustersOf(sample) };
    }),
  ]);
  return { vipCutoff, ...figures };
}

/** Keeps what was learnt for the evaluation that follows, and for those of single customers. */
export async function keepLearnt(
  ctx: Ctx,
  { vipCutoff, borders, clusters: found }: Learnt,
  customers: number,
): Promise<void> {
  const { model } = await readBook(ctx);
  const { recencyDays, orderCounts, spent } = borders;
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
