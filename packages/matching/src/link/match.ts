import { candidates } from '../blocking/candidates.ts';
import { compare } from '../compare/compare.ts';
import { type Prepared, prepare } from '../compare/prepare.ts';
import { estimate } from '../model/estimate.ts';
import { type Model, type Score, score } from '../model/model.ts';
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
  const found = scored(people, first.length, first.length * second.length, options.model);
  const likely = found.pairs.filter(({ probability }) => probability >= (options.from ?? 0.5));
  return { model: found.model, matches: oneToOne(likely).map((pair) => named(pair, people)) };
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
  const found = scored(people, undefined, (list.length * (list.length - 1)) / 2, options.model);
  const pairs = found.pairs
    .filter(({ probability }) => probability >= (options.from ?? 0.5))
    .sort((a, b) => b.weight - a.weight)
    .map((pair) => named(pair, people));
  return { model: found.model, pairs, groups: clusters(pairs) };
}

/** Score of two people under a model. */
export function scorePair(model: Model, a: Person, b: Person): Score {
  const first = prepare(a);
  const second = prepare(b);
  return score(model, compare(first, second), first, second);
}

interface Positioned extends Score {
  first: number;
  second: number;
}

function scored(
  people: readonly Prepared[],
  split: number | undefined,
  pairsInAll: number,
  known: Model | undefined,
): { model: Model; pairs: Positioned[] } {
  const found = candidates(people, split);
  const at = (position: number | undefined) => people[position ?? -1] ?? prepare({ id: '' });
  const comparisons = Array.from(found.first, (first, pair) => compare(at(first), at(found.second[pair])));
  const model = known ?? estimate(people, found, comparisons, pairsInAll);
  const pairs = comparisons.map((comparison, pair) => {
    const first = found.first[pair] ?? 0;
    const second = found.second[pair] ?? 0;
    return { first, second, ...score(model, comparison, at(first), at(second)) };
  });
  return { model, pairs };
}

function named({ first, second, ...rest }: Positioned, people: readonly Prepared[]): Match {
  return { first: people[first]?.id ?? '', second: people[second]?.id ?? '', ...rest };
}
