import { valuesOf } from '../compare/compare.ts';
import {
  type Comparison,
  distant,
  exact,
  type Field,
  fields,
  type Level,
  levels,
  missing,
} from '../compare/levels.ts';
import type { Prepared } from '../compare/prepare.ts';

/** How often a level of a field is seen among true pairs (m) and among any two people (u); both by level. */
export interface FieldModel {
  m: number[];
  u: number[];
}

/**
 * A Fellegi-Sunter model as it was estimated: plain data, to be kept as JSON. `prior` is the share of true
 * pairs among all pairs, `household` the share of pairs of two people of one household. `frequencies` says for the commonest values which share of people has them.
 */
export interface Model {
  version: 1;
  people: number;
  prior: number;
  household: number;
  fields: Record<Field, FieldModel>;
  frequencies: Partial<Record<Field, Frequencies>>;
}

export interface Frequencies {
  common: Record<string, number>;
  /** Mean share of every other value. */
  other: number;
}

/** What a field says about a pair: its level, and bits for (positive) or against a match. */
export interface Reason {
  field: Field;
  level: Level;
  weight: number;
}

export interface Score {
  /** Sum of the weights of all fields, bits. */
  weight: number;
  /** Posterior probability that both are one person, 0 to 1. */
  probability: number;
  /** Fields that are known on both sides, the weightiest first. */
  reasons: Reason[];
}

/**
 * The bits for or against a match: log2(m/u) of each level. Where the values' shares are known, u is scaled by
 * them, so that a rare name says more than a common one; a close value of a common name is as common, but
 * one of a rare name may be anybody's typing error and keeps its u. A further level never says more than a
 * nearer one.
 *
 * Fellegi & Sunter (1969), "A theory for record linkage"; Winkler (2000), "Frequency-based matching in
 * Fellegi-Sunter model of record linkage".
 */
export function weights(model: Model, comparison: Comparison, a: Prepared, b: Prepared): Float64Array {
  const found = new Float64Array(fields.length);
  fields.forEach((field, at) => {
    const level = comparison[at] ?? missing;
    if (level === missing) return;
    const { m, u } = model.fields[field];
    const rarity = level >= distant ? rarityOf(model, field, level, a, b) : 1;
    found[at] = Math.log2((m[level] ?? 1) / ((u[level] ?? 1) * rarity));
  });
  return found;
}

/** By how much likelier than on average strangers agree in these values. */
function rarityOf(model: Model, field: Field, level: number, a: Prepared, b: Prepared): number {
  const frequencies = model.frequencies[field];
  if (!frequencies) return 1;
  const shareOf = (value: string) =>
    (Object.hasOwn(frequencies.common, value) ? frequencies.common[value] : undefined) ?? frequencies.other;
  const ours = valuesOf(a, field).filter((value) => value !== '');
  const theirs = valuesOf(b, field).filter((value) => value !== '');
  const average = model.fields[field].u[exact] ?? 1;
  const shared = ours.filter((value) => theirs.includes(value));
  if (level === exact && shared.length > 0) return Math.min(...shared.map(shareOf)) / average;
  return Math.max(1, Math.max(...[...ours, ...theirs].map(shareOf)) / average);
}

/** Weight, probability and reasons of a pair; symmetric. */
export function score(model: Model, comparison: Comparison, a: Prepared, b: Prepared): Score {
  const found = weights(model, comparison, a, b);
  const reasons = fields.flatMap((field, at) => {
    const level = comparison[at] ?? missing;
    return level === missing ? [] : [{ field, level: levels[level] ?? 'missing', weight: found[at] ?? 0 }];
  });
  reasons.sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight));
  const evidence = evidenceOf(found);
  return {
    weight: evidence.own + evidence.shared,
    probability: posterior(evidence, model).match,
    reasons,
  };
}

/** The probability of `score` alone: most pairs are strangers, and nobody asks for their reasons. */
export function probability(model: Model, comparison: Comparison, a: Prepared, b: Prepared): number {
  return posterior(evidenceOf(weights(model, comparison, a, b)), model).match;
}

/** Bits of what is a person's own (given name, birthday, e-mail) and of what a household shares. */
export interface Evidence {
  own: number;
  shared: number;
}

const own = fields.map((field) => field === 'given' || field === 'birthday' || field === 'email');

/** Whether the field at this position is one that two people of a household do not share. */
export function isOwn(at: number): boolean {
  return own[at] ?? false;
}

export function evidenceOf(found: Float64Array): Evidence {
  const evidence = { own: 0, shared: 0 };
  found.forEach((weight, at) => {
    if (own[at]) evidence.own += weight;
    else evidence.shared += weight;
  });
  return evidence;
}

/**
 * Posterior of three classes: one person; two people of one household, who agree in what a household shares
 * as one person does, and in the rest as strangers do; strangers. The second class is the guard against the
 * dependence of family name, phone and address on each other, which alone would outweigh any other name.
 */
export function posterior(
  { own: bits, shared }: Evidence,
  { prior, household }: { prior: number; household: number },
): { match: number; household: number } {
  // Beyond 2^500 only the ratio matters, and 2^1024 is no number.
  const common = 2 ** Math.min(Math.max(shared, -500), 500);
  const match = prior * common * 2 ** Math.min(Math.max(bits, -500), 500);
  const together = household * common;
  const all = match + together + Math.max(1 - prior - household, 0);
  return { match: match / all, household: together / all };
}
