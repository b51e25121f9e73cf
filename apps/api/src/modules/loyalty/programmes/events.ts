import type { EarnReason, InputOf, loyaltyProgrammesContract, OutputOf } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { earn, standings } from '../ledger/ledger.ts';
import type { EarnItem, EarnResult, ProgrammeStanding, Standing } from '../ledger/types.ts';
import { type Book, type GivenPoints, keepGiven, openBook } from './book.ts';
import { programmes } from './programmes.ts';
import { resting } from './rules/conditions.ts';
import { isAbout } from './rules/event.ts';
import type { ProgrammeRow } from './types.ts';

/** Something a customer did beside buying. */
export interface EarningEvent {
  /** After merges are followed. */
  customerId: string;
  /** One of `earnEvents`, or `custom:<name>`. */
  event: string;
  /** Id of the event where it comes from: credited once for ever with the event's name. */
  sourceId: string;
  occurredAt: Date;
  locationId?: string | null;
  /** The customer shown, where that is another after a merge. */
  presentedId?: string;
}

/** What an event brought in one programme. */
export interface EventCredit {
  programmeId: string;
  result: EarnResult;
}

/**
 * Credits what the rules of the store's programmes give for events, each event once for ever by its name
 * and source id; a list of credits per event, in order, empty where no rule is about it. Three round trips
 * for any number of events, none where no active rule is about any of them.
 */
export async function earnByEvent(ctx: Ctx, events: readonly EarningEvent[]): Promise<EventCredit[][]> {
  const { standard, further } = await programmes(ctx);
  const wanted = events.filter(({ event }) =>
    [standard, ...further].some((programme) => asksFor(programme, event)),
  );
  const credits = new Map(events.map((event) => [event, [] as EventCredit[]]));
  if (wanted.length > 0) {
    const found = await standings(
      ctx,
      wanted.map(({ customerId }) => customerId),
    );
    const drafts = draftCredits(wanted, found, await openBook(ctx, found.values()));
    const results = await earn(
      ctx,
      drafts.map(({ item }) => item),
    );
    const kept: GivenPoints[] = [];
    for (const [index, { event, standing, given }] of drafts.entries()) {
      const result = results[index] as EarnResult;
      if (result.status === 'credited') kept.push(...given);
      credits.get(event)?.push({ programmeId: standing.programme.id, result });
    }
    await keepGiven(ctx, kept);
  }
  return events.map((event) => credits.get(event) ?? []);
}

interface Draft {
  event: EarningEvent;
  standing: ProgrammeStanding;
  item: EarnItem;
  given: GivenPoints[];
}

function asksFor({ isActive, rules }: ProgrammeRow, event: string): boolean {
  return isActive && rules.some((rule) => rule.isActive && rule.kind === 'event' && isAbout(rule, event));
}

function draftCredits(
  events: readonly EarningEvent[],
  found: ReadonlyMap<string, Standing>,
  book: Book,
): Draft[] {
  return events.flatMap((event) => {
    const standing = found.get(event.customerId);
    if (!standing) return [];
    const members = [standing, ...standing.further].filter(
      ({ isEnrolled, programme }) =>
        isEnrolled && asksFor(programme, event.event) && !resting(programme, event.occurredAt),
    );
    return members.map((member) => draftOf(event, member, book));
  });
}

function draftOf(event: EarningEvent, standing: ProgrammeStanding, book: Book): Draft {
  const { programme } = standing;
  const occasion = { at: event.occurredAt, locationId: event.locationId ?? null };
  const { outcomes, given } = book.event(standing, event.event, occasion);
  const giving = outcomes.filter(({ points }) => points > 0);
  const reason = {
    rule: 'event',
    event: event.event,
    programId: programme.id,
    ruleVersion: programme.ruleVersion,
    rules: giving.map(({ rule, points, inputs }) => ({ id: rule.id, kind: rule.kind, points, inputs })),
  } satisfies Partial<EarnReason> & Record<string, unknown>;
  return {
    event,
    standing,
    given,
    item: {
      customerId: event.presentedId ?? event.customerId,
      accountId: standing.accountId,
      source: `event:${event.event}`,
      sourceId: event.sourceId,
      line: programme.number,
      kind: 'event',
      points: giving.reduce((sum, { points }) => sum + points, 0),
      occurredAt: event.occurredAt,
      locationId: event.locationId ?? undefined,
      // No lines: the repeat of an event is the same one, whatever today's rules would give for it.
      lines: [],
      reason,
      ruleVersion: programme.ruleVersion,
    },
  };
}

/** A till's clock may be ahead of ours by this much. */
const clockAheadMs = 5 * 60_000;

/** `POST /loyalty/events`. Throws `not_found`, `customer_closed`, `date_in_future`, `location_unknown`, `transaction_conflict`. */
export async function recordEvent(
  ctx: Ctx,
  input: InputOf<typeof loyaltyProgrammesContract.recordEvent>,
): Promise<OutputOf<typeof loyaltyProgrammesContract.recordEvent>> {
  const [known, locations] = await Promise.all([
    customers.resolveMany(ctx, [input.customerId]),
    settings.locations(ctx),
  ]);
  const customer = known.get(input.customerId);
  if (!customer) throw new AppError('not_found', { field: 'customerId' });
  const refusal = customers.refusalOf(customer.status, 'earn');
  if (refusal) throw new AppError(refusal, { field: 'customerId' });
  if (input.locationId !== undefined && !locations.has(input.locationId))
    throw new AppError('location_unknown', { field: 'locationId' });
  const occurredAt = input.occurredAt ? new Date(input.occurredAt) : ctx.now;
  if (occurredAt.getTime() > ctx.now.getTime() + clockAheadMs)
    throw new AppError('date_in_future', { field: 'occurredAt' });
  ctx.concerns(customer.id);
  const [credits = []] = await earnByEvent(ctx, [
    {
      customerId: customer.id,
      presentedId: customer.presentedId,
      event: input.event,
      sourceId: input.eventId,
      occurredAt,
      locationId: input.locationId ?? null,
    },
  ]);
  return {
    points: credits.reduce((sum, { result }) => sum + result.points, 0),
    programs: credits.map(({ programmeId, result: { status, points, balance } }) => {
      if (status === 'conflict') throw new AppError('transaction_conflict', { field: 'eventId' });
      return { programId: programmeId, status, points, available: balance.available };
    }),
  };
}
