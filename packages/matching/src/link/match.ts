import { candidates } from '../blocking/candidates.ts';
import { compare, compareAll } from '../compare/compare.ts';
import { type Prepared, prepare } from '../compare/prepare.ts';
import { estimate } from '../model/estimate.ts';
import { type Model, probability, type Score, score } from '../model/model.ts';
import type { Person } from '../person.ts';
import { oneToOne } from './assign.ts';
import { clusters } from './clusters.ts';

/** Two ids that were compared, with their score. */
export interface Match extends Score {
  first: string;
  second: string;
}

export interface Options {
  /** A model estimated before; without it one is estimated from these people. */
  model?: Model;
  /** Least probability of a pair; one half, where a match is as likely as not, when left out. */
  from?: number;
}

/**
 * Links two files in which everybody stands at most once: each person of one with at most one of the other,
 * the best pairs first. Nothing is labelled; the threshold is the model's posterior.
 */
export function linkFiles(
  first: readonly Person[],
  second: readonly Person[],
  options: Options = {},
): { model: Model; matches: Match[] } {
  const people = [...first, ...second].map(prepare);
  const { model, pairs } = scored(people, first.length, first.length * second.length, options);
  return { model, matches: oneToOne(pairs).map((pair) => named(pair, people)) };
}

/**
 * Finds the people who stand several times in one file: the likely pairs, best first, and the groups they
 * come to.
 */
export function findDuplicates(
  list: readonly Person[],
  options: Options = {},
): { model: Model; pairs: Match[]; groups: string[][] } {
  const people = list.map(prepare);
  const found = scored(people, undefined, (list.length * (list.length - 1)) / 2, options);
  const pairs = found.pairs.sort((a, b) => b.weight - a.weight).map((pair) => named(pair, people));
  return { model: found.model, pairs, groups: clusters(pairs) };
}

/** Score of two people under a model. */
export function scorePair(model: Model, a: Person, b: Person): Score {
  return scorePrepared(model, prepare(a), prepare(b));
}

/** The same of people made ready before, for whoever compares each of them with many. */
export function scorePrepared(model: Model, first: Prepared, second: Prepared): Score {
  return score(model, compare(first, second), first, second);
}

interface Positioned extends Score {
  first: number;
  second: number;
}

/** The pairs that are likely enough, in the order of the file. */
function scored(
  people: readonly Prepared[],
  split: number | undefined,
  pairsInAll: number,
  { model: known, from = 0.5 }: Options,
): { model: Model; pairs: Positioned[] } {
  const found = candidates(people, split);
  const comparisons = compareAll(people, found);
  const model = known ?? estimate(people, found, comparisons, pairsInAll);
  const pairs: Positioned[] = [];
  for (let pair = 0; pair < comparisons.count; pair++) {
    const first = found.first[pair] ?? 0;
    const second = found.second[pair] ?? 0;
    const a = people[first];
    const b = people[second];
    const comparison = comparisons.at(pair);
    if (!a || !b || probability(model, comparison, a, b) < from) continue;
    pairs.push({ first, second, ...score(model, comparison, a, b) });
  }
  return { model, pairs };
}

function named({ first, second, ...rest }: Positioned, people: readonly Prepared[]): Match {
  return { first: people[first]?.id ?? '', second: people[second]?.id ?? '', ...rest };
}
