import type { Candidates } from '../blocking/candidates.ts';
import { type Comparisons, compare } from '../compare/compare.ts';
import { exact, type Field, fields, levels, missing } from '../compare/levels.ts';
import type { Prepared } from '../compare/prepare.ts';
import { estimateM } from './expectation.ts';
import { frequenciesOf, weighted } from './frequencies.ts';
import { evidenceOf, type FieldModel, type Model, posterior, weights } from './model.ts';
import { randomIntegers } from './random.ts';

/** Random pairs that u is counted from: a level that one pair in 5,000 has is then seen about 20 times. */
const randomPairs = 100_000;
const roundsAtMost = 50;
const enough = 1e-4;

/**
 * Estimates the model from the data alone, without labels. u is counted from random pairs, and for exact
 * agreement from the values' shares; m comes by EM (`expectation.ts`); the prior and the share of households
 * are the fixed point of their expected pairs. Deterministic: draws are seeded. The random pairs
 * are as many for any size of file.
 *
 * Dempster, Laird & Rubin (1977) for EM; Winkler (1988), "Using the EM algorithm for weight computation in
 * the Fellegi-Sunter model of record linkage"; Linacre et al. (2022), "Splink: free software for
 * probabilistic record linkage at scale", for u from random pairs and m from blocked passes.
 *
 * @param pairsInAll how many pairs exist: n × m for two files, n (n − 1) / 2 for one
 */
export function estimate(
  people: readonly Prepared[],
  found: Candidates,
  comparisons: Comparisons,
  pairsInAll: number,
): Model {
  const frequencies = fields.map((field) => frequenciesOf(people, field));
  const u = countRandom(people).map((row, at) =>
    shares(row, frequencies[at]?.coincidence ?? 0, people.length),
  );
  const m = estimateM(found, comparisons, u);
  const model: Model = {
    version: 1,
    people: people.length,
    prior: 1 / Math.max(people.length, 2),
    household: 1 / Math.max(people.length, 2) / 2,
    fields: Object.fromEntries(
      fields.map((field, at) => [field, { m: rising(m[at] ?? [], u[at] ?? []), u: u[at] ?? [] }]),
    ) as Record<Field, FieldModel>,
    frequencies: Object.fromEntries(
      fields.flatMap((field, at) => {
        const { common = {}, other = 1 } = frequencies[at] ?? {};
        return weighted.includes(field) ? [[field, { common, other }]] : [];
      }),
    ),
  };
  return { ...model, ...estimateMix(model, people, found, comparisons, pairsInAll) };
}

/** Levels of random pairs, counted: one row per field. */
function countRandom(people: readonly Prepared[]): number[][] {
  const counts = fields.map(() => levels.map(() => 0));
  const next = randomIntegers(20_260_101);
  const draws = Math.min(randomPairs, people.length ** 2);
  for (let draw = 0; draw < draws; draw++) {
    const a = people[next(people.length)];
    const b = people[next(people.length)];
    if (!a || !b || a === b) continue;
    compare(a, b).forEach((level, at) => {
      const row = counts[at];
      if (row) row[level] = (row[level] ?? 0) + 1;
    });
  }
  return counts;
}

/** How strangers agree before anything is counted, by level; it counts as one pair. */
const usual = [0, 0.98, 0.01, 0.005, 0.005];

/** Counts to shares of the known levels; the share of exact agreement is known from the values' own. */
function shares(row: readonly number[], coincidence: number, people: number): number[] {
  const known = row.reduce((total, count, level) => (level === missing ? total : total + count), 0);
  return row.map((count, level) => {
    if (level === missing) return 0;
    if (level === exact) return Math.max(coincidence, 0.1 / Math.max(people, 2));
    return (count + (usual[level] ?? 0)) / (known + 1);
  });
}

/**
 * m put right where a nearer level would say less than a further one: among few duplicates chance does that,
 * and nobody would believe that a birthday speaks for a match by being wrong. Such neighbours are taken
 * together (pool adjacent violators), so m stays a distribution: a level that is hardly ever seen, as a house
 * number two edits away, lends the nearer ones no weight.
 */
function rising(m: readonly number[], u: readonly number[]): number[] {
  const pools: { m: number; u: number; levels: number }[] = [];
  for (let level = missing + 1; level < m.length; level++) {
    let pool = { m: m[level] ?? 0, u: u[level] ?? 0, levels: 1 };
    for (let last = pools.at(-1); last && last.m * pool.u > pool.m * last.u; last = pools.at(-1)) {
      pools.pop();
      pool = { m: last.m + pool.m, u: last.u + pool.u, levels: last.levels + pool.levels };
    }
    pools.push(pool);
  }
  const ratios = pools.flatMap(({ m, u, levels }) => Array.from({ length: levels }, () => m / u));
  return m.map((_, level) => (level === missing ? 0 : (ratios[level - 1] ?? 0) * (u[level] ?? 1)));
}

/** The share of true pairs and that of households among all pairs: pairs that no pass found are neither. */
function estimateMix(
  model: Model,
  people: readonly Prepared[],
  found: Candidates,
  comparisons: Comparisons,
  pairsInAll: number,
): { prior: number; household: number } {
  const own = new Float64Array(comparisons.count);
  const shared = new Float64Array(comparisons.count);
  for (let at = 0; at < comparisons.count; at++) {
    const a = people[found.first[at] ?? 0];
    const b = people[found.second[at] ?? 0];
    if (!a || !b) continue;
    const bits = evidenceOf(weights(model, comparisons.at(at), a, b));
    own[at] = bits.own;
    shared[at] = bits.shared;
  }
  const share = (expected: number) => Math.min(Math.max(expected, 0.5) / Math.max(pairsInAll, 2), 0.5);
  let mix = { prior: model.prior, household: model.household };
  for (let round = 0; round < roundsAtMost; round++) {
    const expected = { match: 0, household: 0 };
    for (let at = 0; at < comparisons.count; at++) {
      const classes = posterior({ own: own[at] ?? 0, shared: shared[at] ?? 0 }, mix);
      expected.match += classes.match;
      expected.household += classes.household;
    }
    const next = { prior: share(expected.match), household: share(expected.household) };
    const moved = Math.abs(next.prior / mix.prior - 1) + Math.abs(next.household / mix.household - 1);
    mix = next;
    if (moved < enough) break;
  }
  return mix;
}
