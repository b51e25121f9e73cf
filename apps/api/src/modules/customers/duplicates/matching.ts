import { setImmediate as breathe } from 'node:timers/promises';
import { blockAtMost, type Model, type Prepared, prepare, type Score, scorePrepared } from '@wafa/matching';
import type { Ctx } from '../../../platform/context.ts';
import {
  agreesBeyondName,
  type ComparedCustomer,
  fingerprintOf,
  keysOf,
  personOf,
  scoreFrom,
} from './rules.ts';
import {
  type CandidatePair,
  candidatePairs,
  lockMatching,
  readCompared,
  readModel,
  writeKeys,
} from './sql.ts';
import { dropOthers, type FoundPair, putPairs } from './sql-pairs.ts';

/** Between this many customers or pairs others of the process get their turn: about 10 ms. */
const turn = 256;
/** Most pairs of one listener's customers: each has at most 120 keys of 20 holders. */
const pairsAtMost = 10_000;

/**
 * Brings keys and open pairs of customers up to date with what they are now: closed and merged ones lose
 * their keys, the others are compared with whoever shares one. Before the first scan there is no model and
 * nothing is compared. For one customer five round trips, whatever the size of the store.
 */
export async function refresh(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const { tx, storeId } = ctx;
  const [, kept, customers] = await Promise.all([
    lockMatching(tx, storeId),
    readModel(tx, storeId),
    readCompared(tx, storeId, ids),
  ]);
  await putKeys(ctx, ids, customers);
  if (!kept) return;
  const options = { keyHolders: blockAtMost, below: false, limit: pairsAtMost };
  const candidates = await candidatePairs(tx, storeId, ids, options);
  await keepPairs(ctx, ids, await comparePairs(ctx, kept.model, candidates), false);
}

/** Writes the keys of the customers `ids`: those of `customers`, and none of the others. */
export async function putKeys(
  ctx: Ctx,
  ids: readonly string[],
  customers: readonly ComparedCustomer[],
): Promise<void> {
  const keys: { customerId: string; key: string }[] = [];
  for (const [at, customer] of customers.entries()) {
    if (at % turn === turn - 1) await breathe();
    for (const key of keysOf(prepare(personOf(customer)))) keys.push({ customerId: customer.id, key });
  }
  await writeKeys(ctx.tx, ctx.storeId, ids, keys);
}

/** Scores candidates; gives those that are likelier one person than not, and agree in more than the name. */
export async function comparePairs(
  ctx: Ctx,
  model: Model,
  candidates: readonly CandidatePair[],
): Promise<FoundPair[]> {
  if (candidates.length === 0) return [];
  const ids = new Set(candidates.flatMap(({ aId, bId }) => [aId, bId]));
  const customers = await readCompared(ctx.tx, ctx.storeId, [...ids]);
  const known = new Map<string, { customer: ComparedCustomer; prepared: Prepared }>();
  for (const [at, customer] of customers.entries()) {
    if (at % turn === turn - 1) await breathe();
    known.set(customer.id, { customer, prepared: prepare(personOf(customer)) });
  }
  const found: FoundPair[] = [];
  for (const [at, { aId, bId }] of candidates.entries()) {
    if (at % turn === turn - 1) await breathe();
    const [a, b] = [known.get(aId), known.get(bId)];
    if (!a || !b) continue;
    const { probability, weight, reasons } = scoreOf(model, a.prepared, b.prepared);
    if (probability < scoreFrom || !agreesBeyondName(reasons)) continue;
    const fingerprint = fingerprintOf(a.customer, b.customer);
    found.push({ id: ctx.newId(), aId, bId, score: probability, weight, reasons, fingerprint });
  }
  return found;
}

/**
 * E-mail addresses that are merely alike say nothing: most are spelt from the name, as ali.hassan12 and
 * ali.hassan7, so they would count the name twice. Of the made-up store of the tests that took one pair in
 * four for one person wrongly.
 */
function scoreOf(model: Model, first: Prepared, second: Prepared): Score {
  const score = scorePrepared(model, first, second);
  const isAlike = score.reasons.some(({ field, level }) => field === 'email' && level === 'distant');
  return isAlike ? scorePrepared(model, { ...first, email: { local: '', domain: '' } }, second) : score;
}

/** Puts the found pairs of the customers `ids` on the list, and takes off what was not found again. */
export async function keepPairs(
  ctx: Ctx,
  ids: readonly string[],
  found: readonly FoundPair[],
  below: boolean,
): Promise<void> {
  await Promise.all([
    dropOthers(ctx.tx, ctx.storeId, ids, found, below),
    putPairs(ctx.tx, ctx.storeId, ctx.now, found),
  ]);
}
