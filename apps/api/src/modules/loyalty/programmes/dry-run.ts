import type { InputOf, loyaltyProgrammesContract, OutputOf, QuotedRule } from '@wafa/contract';
import { translate } from '@wafa/i18n';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { readAccount } from '../ledger/read.ts';
import { checkRules, requireIn } from './editing.ts';
import { programmes } from './programmes.ts';
import { roomOf } from './rules/caps.ts';
import { Given } from './rules/given.ts';
import { type Member, quote } from './rules/quote.ts';
import type { BasketLine, Circumstances, Outcome, Why } from './rules/types.ts';
import { e4Of } from './rules.ts';
import { readGiven, readMemberships } from './sql.ts';
import type { ProgrammeRow } from './types.ts';

type Input = InputOf<typeof loyaltyProgrammesContract.quoteProgram>;

/**
 * What a basket would earn in a programme and what became of every rule, by the saved rules or by those
 * given; for a customer as they stand, or for an assumed one. Writes nothing. Throws `not_found`
 * (programme, customer), `location_unknown`, `validation` (the rules given), `amount_too_large`.
 */
export async function quoteProgram(
  ctx: Ctx,
  input: Input,
): Promise<OutputOf<typeof loyaltyProgrammesContract.quoteProgram>> {
  const [{ byId }, store, locations] = await Promise.all([
    programmes(ctx),
    settings.store(ctx),
    settings.locations(ctx),
  ]);
  const saved = requireIn(byId.values(), input.programId);
  if (input.locationId !== undefined && !locations.has(input.locationId))
    throw new AppError('location_unknown', { field: 'locationId' });
  const programme: ProgrammeRow = {
    ...saved,
    pointsPerUnitE4: input.pointsPerUnit === undefined ? saved.pointsPerUnitE4 : e4Of(input.pointsPerUnit),
    minimumSpend: input.minimumSpend ?? saved.minimumSpend,
    rules: input.rules ?? saved.rules,
  };
  if (input.rules) await checkRules(ctx, programme);
  const person = await personOf(ctx, programme, input);
  const tier = input.tier === undefined ? person.tier : input.tier;
  if (tier !== null && !programme.tiers.some(({ key }) => key === tier))
    throw new AppError('validation', {
      errors: [{ field: 'tier', message: translate(ctx.language, 'validation.tier_unknown') }],
    });
  const circumstances: Circumstances = {
    at: input.at ? new Date(input.at) : ctx.now,
    timeZone: store.timeZone,
    currencyExponent: store.currencyExponent,
    locationId: input.locationId ?? null,
    tier,
    segments: new Set(input.segments ?? person.segments),
    isFirstOrder: input.firstOrder ?? person.isFirstOrder,
    given: person.given,
  };
  const multiplierPercent = programme.tiers.find(({ key }) => key === tier)?.multiplierPercent ?? 100;
  return explain(ctx, { programme, isEnrolled: person.isEnrolled, multiplierPercent }, input, circumstances);
}

function explain(
  ctx: Ctx,
  member: Member & { programme: ProgrammeRow },
  input: Input,
  circumstances: Circumstances,
): OutputOf<typeof loyaltyProgrammesContract.quoteProgram> {
  const quoted = quote(member, basketOf(input), circumstances);
  const say = (why: Why) => translate(ctx.language, `earning.${why}`);
  return {
    points: quoted.points,
    base: quoted.base,
    tier: circumstances.tier,
    multiplierPercent: member.multiplierPercent,
    eligible: quoted.reason.eligible,
    why: quoted.why,
    sentence: translate(ctx.language, `earning.programme.${quoted.why}`),
    lines: quoted.lines,
    rules: quoted.outcomes.map((outcome) => showOutcome(outcome, circumstances, say)),
  };
}

function showOutcome(outcome: Outcome, circumstances: Circumstances, say: (why: Why) => string): QuotedRule {
  const { rule, why, points, lines, inputs } = outcome;
  return {
    id: rule.id,
    name: rule.name ?? null,
    kind: rule.kind,
    applied: why === 'applied' || why === 'capped',
    points,
    lines,
    why,
    sentence: say(why),
    inputs,
    capsLeft: roomOf(rule, circumstances),
  };
}

function basketOf(input: Input): BasketLine[] {
  return input.lines.map((line, index) => ({
    lineNo: line.lineNo ?? index + 1,
    sku: line.sku,
    category: line.category ?? null,
    quantity: line.quantity,
    total: line.total,
  }));
}

interface Person {
  isEnrolled: boolean;
  tier: string | null;
  segments: Iterable<string>;
  isFirstOrder: boolean;
  given: Given;
}

/** The customer as they stand in the programme; without one, somebody who has just joined. */
async function personOf(ctx: Ctx, programme: ProgrammeRow, input: Input): Promise<Person> {
  const firstTier = programme.tiers[0]?.threshold === 0 ? programme.tiers[0].key : null;
  if (input.customerId === undefined)
    return { isEnrolled: true, tier: firstTier, segments: [], isFirstOrder: false, given: new Given() };
  const customerId = await customers.require(ctx, input.customerId);
  const { timeZone } = await settings.store(ctx);
  const [account, memberships, segments, facts] = await Promise.all([
    readAccount(ctx.tx, ctx.storeId, {
      customerId,
      programmeId: programme.id,
      at: ctx.now,
      timeZone,
    }),
    readMemberships(ctx.tx, ctx.storeId, customerId),
    customers.membershipsOf(ctx, [customerId]),
    customers.facts(ctx, [customerId]),
  ]);
  const given = account
    ? await readGiven(
        ctx.tx,
        ctx.storeId,
        [account.accountId],
        programme.rules.map(({ id }) => id),
      )
    : [];
  const status = memberships.get(programme.id);
  return {
    isEnrolled: status ? status === 'open' : programme.enrolment === 'automatic',
    tier: account ? account.tierKey : firstTier,
    segments: segments.get(customerId)?.keys() ?? [],
    isFirstOrder: (facts.get(customerId)?.totalOrders ?? 0) === 0,
    given: new Given(given),
  };
}
