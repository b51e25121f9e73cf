import type { Ctx } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import type { ProgrammeStanding, Standing } from '../ledger/types.ts';
import { programmes } from './programmes.ts';
import { hasCapOverTime } from './rules/caps.ts';
import { eventOutcome, isAbout } from './rules/event.ts';
import { Given, type GivenRow } from './rules/given.ts';
import { localTime } from './rules/local-time.ts';
import { type Quote, quote } from './rules/quote.ts';
import type { BasketLine, Circumstances, Outcome } from './rules/types.ts';
import { addGiven, readGiven } from './sql.ts';

/** An order or an event, for the rules: where and when it happened. */
export interface Occasion {
  at: Date;
  locationId: string | null;
}

/** Points that a rule with a cap over time gave an account; to be kept with the credit. */
export type GivenPoints = GivenRow & { accountId: string };

/** What an order earns in one programme. */
export interface ProgrammeQuote extends Quote {
  standing: ProgrammeStanding;
}

/** What an order earns: in the default programme, and in the further ones where its customer is a member. */
export interface OrderQuote extends ProgrammeQuote {
  further: ProgrammeQuote[];
  given: GivenPoints[];
}

/**
 * What rules may ask about customers, as it stood before the next order or event of theirs. Orders quoted
 * one after the other see what those before them used up.
 */
export interface Book {
  quote(standing: Standing, basket: readonly BasketLine[], occasion: Occasion): OrderQuote;
  event(
    standing: ProgrammeStanding,
    event: string,
    occasion: Occasion,
  ): { outcomes: Outcome[]; given: GivenPoints[] };
}

/**
 * Opens the book for these customers, whose accounts must be locked (`standings`). Costs no round trip
 * unless an active rule asks for segments, the first order, or what was given before; then one for all.
 */
export async function openBook(ctx: Ctx, standings: Iterable<Standing>): Promise<Book> {
  const [{ needs }, { timeZone, currencyExponent }] = await Promise.all([
    programmes(ctx),
    settings.store(ctx),
  ]);
  const list = [...standings];
  const customerIds = list.map(({ customerId }) => customerId);
  const accountIds = list.flatMap(({ accountId, further }) => [
    accountId,
    ...further.map((standing) => standing.accountId),
  ]);
  // Facts of this transaction that wait to be written decide too whether an order is the first.
  if (needs.firstOrder) await ctx.flush('customers.facts');
  const [facts, segments, given] = await Promise.all([
    needs.firstOrder ? customers.facts(ctx, customerIds) : new Map<string, customers.Facts>(),
    needs.segments ? customers.membershipsOf(ctx, customerIds) : new Map<string, Map<string, Date>>(),
    needs.cappedRules.length > 0 && accountIds.length > 0
      ? readGiven(ctx.tx, ctx.storeId, accountIds, needs.cappedRules)
      : [],
  ]);
  const used = usedBy(given);
  const ordered = new Set(customerIds.filter((id) => (facts.get(id)?.totalOrders ?? 0) > 0));

  function circumstancesOf(standing: ProgrammeStanding, occasion: Occasion): Circumstances {
    return {
      ...occasion,
      timeZone,
      currencyExponent,
      tier: standing.tier,
      segments: new Set(segments.get(standing.customerId)?.keys()),
      isFirstOrder: !ordered.has(standing.customerId),
      given: used(standing.accountId),
    };
  }

  /** Notes what rules with a cap over time gave. */
  function note(standing: ProgrammeStanding, outcomes: readonly Outcome[], at: Date): GivenPoints[] {
    const rows = outcomes
      .filter(({ rule, points }) => points > 0 && hasCapOverTime(rule))
      .map(({ rule, points }) => ({
        accountId: standing.accountId,
        ruleId: rule.id,
        day: localTime(at, timeZone).day,
        points,
      }));
    for (const row of rows) used(standing.accountId).add(row);
    return rows;
  }

  return {
    quote(standing, basket, occasion) {
      const one = (member: ProgrammeStanding): ProgrammeQuote => ({
        standing: member,
        ...quote(member, basket, circumstancesOf(member, occasion)),
      });
      const first = one(standing);
      const further = standing.further.filter((member) => member.isEnrolled).map(one);
      ordered.add(standing.customerId);
      return {
        ...first,
        further,
        given: [first, ...further].flatMap((each) => note(each.standing, each.outcomes, occasion.at)),
      };
    },
    event(standing, event, occasion) {
      const about = standing.programme.rules.filter((rule) => rule.kind === 'event' && isAbout(rule, event));
      const outcomes = about.flatMap((rule) =>
        rule.kind === 'event' ? [eventOutcome(rule, circumstancesOf(standing, occasion))] : [],
      );
      return { outcomes, given: note(standing, outcomes, occasion.at) };
    },
  };
}

/** What rules gave, by account. */
function usedBy(rows: readonly GivenPoints[]): (accountId: string) => Given {
  const byAccount = new Map<string, Given>();
  const of = (accountId: string) => {
    const known = byAccount.get(accountId) ?? new Given();
    byAccount.set(accountId, known);
    return known;
  };
  for (const row of rows) of(row.accountId).add(row);
  return of;
}

/** Keeps what rules with a cap over time gave, with the credit of these points. No statement without any. */
export async function keepGiven(ctx: Ctx, rows: readonly GivenPoints[]): Promise<void> {
  if (rows.length > 0) await addGiven(ctx.tx, ctx.storeId, rows);
}
