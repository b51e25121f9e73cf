import type { Candidates } from '../blocking/candidates.ts';
import { passes } from '../blocking/keys.ts';
import type { Comparisons } from '../compare/compare.ts';
import { type Comparison, fields, levels, missing } from '../compare/levels.ts';
import { isOwn, posterior } from './model.ts';

const roundsAtMost = 50;
/** EM stops when no probability moves further than this. */
const enough = 1e-5;
/** Passes with fewer pairs than this say too little about m. */
const pairsAtLeast = 30;

/**
 * How true pairs agree in any field before anything is learnt, by level. It counts as five pairs, so that a
 * store with a handful of duplicates gets a sober model and one with hundreds its own.
 */
const usual = [0, 0.06, 0.04, 0.1, 0.8];
const usualPairs = 5;

interface Pattern {
  levels: Comparison;
  count: number;
}

/**
 * m of every field by EM, pass by pass: the own fields of a pass agree among its pairs by construction and
 * are left out; the others are independent of the pass, so u holds for them. A field's m is the mean over
 * the passes that say something of it, weighted by their expected true pairs.
 */
export function estimateM(found: Candidates, comparisons: Comparisons, u: readonly number[][]): number[][] {
  const sums = emptyCounts();
  passes.forEach((pass, bit) => {
    const patterns = patternsOf(found, comparisons, 1 << bit);
    const open = fields.map((field) => !pass.uses.includes(field));
    const counts = maximise(patterns, u, open);
    if (counts) addOpen(sums, counts, open);
  });
  return sums.map(shares);
}

function emptyCounts(): number[][] {
  return fields.map(() => levels.map(() => 0));
}

function addOpen(sums: number[][], counts: number[][], open: readonly boolean[]): void {
  counts.forEach((row, at) => {
    if (open[at]) sums[at] = row.map((count, level) => count + (sums[at]?.[level] ?? 0));
  });
}

/** The pairs of a pass by their levels: a few hundred patterns stand for all pairs. */
function patternsOf(found: Candidates, comparisons: Comparisons, bit: number): Pattern[] {
  const patterns = new Map<string, Pattern>();
  for (let at = 0; at < comparisons.count; at++) {
    if (((found.foundBy[at] ?? 0) & bit) === 0) continue;
    const comparison = comparisons.at(at);
    const key = comparison.join('');
    const known = patterns.get(key);
    if (known) known.count++;
    else patterns.set(key, { levels: comparison, count: 1 });
  }
  return [...patterns.values()];
}

/** Expected counts among true pairs to shares of the known levels. */
function shares(row: readonly number[]): number[] {
  const known = row.reduce((total, count, level) => (level === missing ? total : total + count), 0);
  return row.map((count, level) =>
    level === missing ? 0 : (count + usualPairs * (usual[level] ?? 0)) / (known + usualPairs),
  );
}

/**
 * EM over the three classes of `posterior`, levels independent within each and u fixed: the expected level
 * counts among the true pairs. Undefined where there are too few pairs to learn from.
 */
function maximise(
  patterns: readonly Pattern[],
  u: readonly number[][],
  open: readonly boolean[],
): number[][] | undefined {
  const total = patterns.reduce((all, { count }) => all + count, 0);
  if (total < pairsAtLeast) return undefined;
  let m = fields.map(() => usual);
  let counts = emptyCounts();
  let mix = { prior: 0.1, household: 0.05 };
  for (let round = 0; round < roundsAtMost; round++) {
    counts = emptyCounts();
    const expected = { prior: 0, household: 0 };
    for (const pattern of patterns) {
      const found = posterior(evidence(pattern.levels, m, u, open), mix);
      expected.prior += found.match * pattern.count;
      expected.household += found.household * pattern.count;
      pattern.levels.forEach((level, at) => {
        const row = counts[at];
        if (row) row[level] = (row[level] ?? 0) + found.match * pattern.count;
      });
    }
    const next = counts.map(shares);
    const moved = furthest(m, next);
    m = next;
    mix = { prior: bounded(expected.prior / total), household: bounded(expected.household / total) };
    if (moved < enough) break;
  }
  return counts;
}

function bounded(share: number): number {
  return Math.min(Math.max(share, 1e-9), 0.999);
}

function evidence(
  pattern: Comparison,
  m: readonly (readonly number[])[],
  u: readonly (readonly number[])[],
  open: readonly boolean[],
): { own: number; shared: number } {
  const bits = { own: 0, shared: 0 };
  pattern.forEach((level, at) => {
    if (!open[at] || level === missing) return;
    bits[isOwn(at) ? 'own' : 'shared'] += Math.log2((m[at]?.[level] ?? 1) / (u[at]?.[level] ?? 1));
  });
  return bits;
}

function furthest(before: readonly (readonly number[])[], after: readonly (readonly number[])[]): number {
  return Math.max(
    ...after.flatMap((row, at) => row.map((value, level) => Math.abs(value - (before[at]?.[level] ?? 0)))),
  );
}
