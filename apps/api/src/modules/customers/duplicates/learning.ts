import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { blockAtMost, type Model, nameKeyVersion, type Person } from '@wafa/matching';
import type { Ctx } from '../../../platform/context.ts';
import { forStore, personOf } from './rules.ts';
import { candidatePairs, countCompared, pickIds, readCompared, writeModel } from './sql.ts';

/**
 * Customers that a model is learnt from: 3 s of one core, most of it for counting how strangers agree, which
 * twice as many customers would not tell better.
 */
const sampleAtMost = 2_000;
/** Customers of a larger store that are picked for the sample; the rest of it is who shares a key with them. */
const picked = 1_000;

/**
 * Learns how duplicates look among the store's customers and keeps the model. Of a large store an even
 * sample would hold next to no pair, so whoever shares a key with a picked customer is in it too.
 */
export async function learn(ctx: Ctx): Promise<void> {
  const customers = await countCompared(ctx.tx, ctx.storeId);
  const ids =
    customers <= sampleAtMost ? await pickIds(ctx.tx, ctx.storeId, sampleAtMost) : await sampleOf(ctx);
  const sample = await readCompared(ctx.tx, ctx.storeId, ids);
  // In order of ids, so that the same customers give the same model.
  sample.sort((a, b) => (a.id < b.id ? -1 : 1));
  const model = await estimate(sample.map(personOf));
  await writeModel(ctx.tx, ctx.storeId, ctx.now, {
    model: forStore(model, sample.length, customers),
    sampleSize: sample.length,
    customers,
    keyVersion: nameKeyVersion,
  });
}

async function sampleOf(ctx: Ctx): Promise<string[]> {
  const seeds = await pickIds(ctx.tx, ctx.storeId, picked);
  const options = { keyHolders: blockAtMost, below: false, limit: 500_000 };
  const near = new Map<string, string[]>();
  for (const { aId, bId } of await candidatePairs(ctx.tx, ctx.storeId, seeds, options)) {
    near.set(aId, [...(near.get(aId) ?? []), bId]);
    near.set(bId, [...(near.get(bId) ?? []), aId]);
  }
  const sample = new Set<string>();
  for (const seed of seeds) {
    if (sample.size >= sampleAtMost) break;
    for (const id of [seed, ...(near.get(seed) ?? [])]) sample.add(id);
  }
  return [...sample];
}

/** In a thread: estimating takes seconds, in which the process would answer nobody. */
async function estimate(people: readonly Person[]): Promise<Model> {
  const thread = new Worker(new URL('./learning-thread.mjs', import.meta.url), {
    workerData: people,
    execArgv: [],
  });
  try {
    const [model] = (await once(thread, 'message')) as [Model];
    return model;
  } finally {
    await thread.terminate();
  }
}
