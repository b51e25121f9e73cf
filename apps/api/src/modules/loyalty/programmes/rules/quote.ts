import type { EarnReason, EarnRule } from '@wafa/contract';
import { AppError } from '../../../../platform/errors.ts';
import { apportion, decimal } from '../rules.ts';
import type { ProgrammeRow } from '../types.ts';
import { capped } from './caps.ts';
import { linesOf, resting, unmet } from './conditions.ts';
import { highestByLine, multiplierYield } from './multiplier.ts';
import { pointsYield } from './points.ts';
import { rateYield } from './rate.ts';
import type { BasketLine, Circumstances, Outcome, RuleOf, Why, Yield } from './types.ts';

/** What the engine needs to know of a programme. */
export type EarningProgramme = Pick<
  ProgrammeRow,
  'id' | 'pointsPerUnitE4' | 'minimumSpend' | 'ruleVersion' | 'rules' | 'isActive' | 'startsAt' | 'endsAt'
>;

/** A customer in a programme. */
export interface Member {
  programme: EarningProgramme;
  isEnrolled: boolean;
  /** Of the tier held before the order: 125 earns one and a quarter. */
  multiplierPercent: number;
}

/** What a basket earns in a programme, and why. `lines` carries every line asked, in that order. */
export interface Quote {
  points: number;
  /** By the programme's rate and the tier. */
  base: number;
  lines: { lineNo: number; points: number }[];
  /** Whether the programme gives points for this basket at all. */
  why: Why;
  /** What became of each rule, in the order of the programme's. */
  outcomes: Outcome[];
  /** Rule and inputs, as the receipt shows them and the entry keeps them. */
  reason: EarnReason;
}

/** A rule about orders that holds, with the lines that it picks. */
interface Candidate {
  rule: Exclude<EarnRule, RuleOf<'event'>>;
  lines: BasketLine[];
}

/**
 * Points of a basket: floor(total × rate × tier's multiplier), and what each rule adds to it, each rounded
 * down once and shared out to its lines by largest remainder (ties: the earlier line); nothing under the
 * programme's minimum spend. How rules combine is said at `earnRule` in the contract.
 * @throws AppError amount_too_large where the points exceed 2^53 − 1
 */
export function quote(member: Member, basket: readonly BasketLine[], circumstances: Circumstances): Quote {
  const { programme, multiplierPercent } = member;
  const total = basket.reduce((sum, line) => sum + BigInt(line.total), 0n);
  const closed = closedBy(member, total, circumstances.at);
  const seen = { ...circumstances, total };
  const candidates = new Map<EarnRule, Candidate>();
  const refused = new Map<EarnRule, Why>();
  for (const rule of programme.rules) {
    const found = closed ?? candidateOf(rule, basket, seen);
    if (typeof found === 'string') refused.set(rule, found);
    else candidates.set(rule, found);
  }
  const counting = countingLines(basket, candidates);
  const shares = new Map(basket.map((line) => [line, 0n]));
  const base = closed ? 0n : giveBase(member, counting, shares, circumstances.currencyExponent);
  const winners = highestByLine(multipliersOf(candidates, counting));
  let points = base;
  const outcomes = programme.rules.map((rule): Outcome => {
    const candidate = candidates.get(rule);
    if (!candidate) return nothing(rule, refused.get(rule) ?? 'inactive');
    const outcome = outcomeOf(candidate, counting, winners, programme, circumstances, shares);
    points += BigInt(outcome.points);
    return outcome;
  });
  if (points > BigInt(Number.MAX_SAFE_INTEGER)) throw new AppError('amount_too_large', { field: 'lines' });
  return {
    points: Number(points),
    base: Number(base),
    lines: basket.map((line) => ({ lineNo: line.lineNo, points: Number(shares.get(line)) })),
    why: closed ?? 'applied',
    outcomes,
    reason: {
      programId: programme.id,
      ruleVersion: programme.ruleVersion,
      pointsPerUnit: decimal(programme.pointsPerUnitE4),
      tier: circumstances.tier,
      multiplierPercent,
      minimumSpend: programme.minimumSpend,
      eligible: Number([...counting].reduce((sum, line) => sum + BigInt(line.total), 0n)),
      ...appliedOf(outcomes, base),
    },
  };
}

/** Why the programme gives nothing at all; undefined where it does. */
function closedBy({ programme, isEnrolled }: Member, total: bigint, at: Date): Why | undefined {
  const rest = resting(programme, at);
  if (rest) return rest;
  if (!isEnrolled) return 'not_enrolled';
  return total < BigInt(programme.minimumSpend) ? 'below_minimum' : undefined;
}

function candidateOf(
  rule: EarnRule,
  basket: readonly BasketLine[],
  seen: Circumstances & { total: bigint },
): Candidate | Why {
  if (rule.kind === 'event') return 'only_events';
  const why = unmet(rule, seen);
  if (why) return why;
  const lines = linesOf(rule, basket);
  return lines.length === 0 ? 'no_line' : { rule, lines };
}

/** Lines that no `exclude` rule takes out. */
function countingLines(
  basket: readonly BasketLine[],
  candidates: ReadonlyMap<EarnRule, Candidate>,
): Set<BasketLine> {
  const counting = new Set(basket);
  for (const { rule, lines } of candidates.values())
    if (rule.kind === 'exclude') for (const line of lines) counting.delete(line);
  return counting;
}

function giveBase(
  { programme, multiplierPercent }: Member,
  counting: ReadonlySet<BasketLine>,
  shares: Map<BasketLine, bigint>,
  currencyExponent: number,
): bigint {
  const lines = [...counting];
  const weights = lines.map((line) => BigInt(line.total));
  const eligible = weights.reduce((sum, weight) => sum + weight, 0n);
  // Ten-thousandths of points, per cents of the multiplier, minor units per unit.
  const scale = 10_000n * 100n * 10n ** BigInt(currencyExponent);
  const points = (eligible * BigInt(programme.pointsPerUnitE4) * BigInt(multiplierPercent)) / scale;
  share(points, lines, weights, shares);
  return points;
}

function multipliersOf(candidates: ReadonlyMap<EarnRule, Candidate>, counting: ReadonlySet<BasketLine>) {
  return [...candidates.values()].flatMap(({ rule, lines }) =>
    rule.kind === 'multiplier' ? [{ rule, lines: lines.filter((line) => counting.has(line)) }] : [],
  );
}

/** What a rule that holds gives; adds it to the lines' shares. */
function outcomeOf(
  { rule, lines: picked }: Candidate,
  counting: ReadonlySet<BasketLine>,
  winners: ReadonlyMap<BasketLine, EarnRule>,
  programme: EarningProgramme,
  circumstances: Circumstances,
  shares: Map<BasketLine, bigint>,
): Outcome {
  if (rule.kind === 'exclude')
    return { ...nothing(rule, 'applied'), lines: picked.map(({ lineNo }) => ({ lineNo, points: 0 })) };
  const counted = picked.filter((line) => counting.has(line));
  if (counted.length === 0) return nothing(rule, 'excluded');
  const lines = rule.kind === 'multiplier' ? counted.filter((line) => winners.get(line) === rule) : counted;
  if (lines.length === 0) return nothing(rule, 'outdone');
  const { currencyExponent } = circumstances;
  const { points, weights, inputs } = yieldOf(rule, { programme, lines, currencyExponent });
  if (points === 0n) return { ...nothing(rule, 'too_little'), inputs };
  const given = capped(rule, points, circumstances);
  if (given === 0n) return { ...nothing(rule, 'cap_used_up'), inputs };
  return {
    rule,
    why: given < points ? 'capped' : 'applied',
    points: Number(given),
    lines: share(given, lines, weights, shares),
    inputs: given < points ? { ...inputs, beforeCap: Number(points) } : inputs,
  };
}

function yieldOf(
  rule: RuleOf<'multiplier'> | RuleOf<'rate'> | RuleOf<'points'>,
  matter: Parameters<typeof multiplierYield>[1],
): Yield {
  switch (rule.kind) {
    case 'multiplier':
      return multiplierYield(rule, matter);
    case 'rate':
      return rateYield(rule, matter);
    case 'points':
      return pointsYield(rule, matter);
  }
}

/** Adds the points to the lines' shares by largest remainder; the parts that are not 0. */
function share(
  points: bigint,
  lines: readonly BasketLine[],
  weights: readonly bigint[],
  shares: Map<BasketLine, bigint>,
): { lineNo: number; points: number }[] {
  const parts = apportion(points, weights);
  return lines.flatMap((line, index) => {
    const part = parts[index] ?? 0n;
    shares.set(line, (shares.get(line) ?? 0n) + part);
    return part === 0n ? [] : [{ lineNo: line.lineNo, points: Number(part) }];
  });
}

const nothing = (rule: EarnRule, why: Why): Outcome => ({ rule, why, points: 0, lines: [], inputs: {} });

/** The part of the reason that says which rules gave points; empty where none did. */
function appliedOf(outcomes: readonly Outcome[], base: bigint): Pick<EarnReason, 'base' | 'rules'> {
  const giving = outcomes.filter((outcome) => outcome.points > 0);
  if (giving.length === 0) return {};
  return {
    base: Number(base),
    rules: giving.map(({ rule, points, inputs }) => ({ id: rule.id, kind: rule.kind, points, inputs })),
  };
}
