import type { InputOf, OutputOf, referralsContract } from '@wafa/contract';
import { actorId, type Ctx, customerOf } from '../../platform/context.ts';
import { type ErrorCode, type Refusal, refuse } from '../../platform/errors.ts';
import * as customers from '../customers/index.ts';
import * as settings from '../settings/index.ts';
import { normaliseCode } from './codes.ts';
import { markOf } from './keys.ts';
import { fullName } from './present.ts';
import { networkKey, wrongCodes } from './rules.ts';
import {
  type CodeRow,
  countFailure,
  findCode,
  insertRefusal,
  listRefusals,
  readFailures,
} from './sql-codes.ts';
import { findPeople } from './sql-people.ts';

type Act = 'invite' | 'use_code' | 'look_up';

/** Refuses and leaves a row and an audit entry of it, which are committed. */
export async function refuseNoted(
  ctx: Ctx,
  act: Act,
  code: ErrorCode,
  options: { customerId?: string } & NonNullable<Parameters<typeof refuse>[1]> = {},
): Promise<Refusal> {
  const { customerId = customerOf(ctx.actor), ...rest } = options;
  const row = { id: ctx.newId(), customerId: customerId ?? null, act, reason: code, at: ctx.now };
  await insertRefusal(ctx.tx, ctx.storeId, row);
  ctx.audit({
    action: 'referrals.refuse',
    entity: 'referral_refusal',
    entityId: row.id,
    customerId,
    after: { act, reason: code },
  });
  return refuse(code, rest);
}

const windowMs = wrongCodes.windowMinutes * 60_000;

/**
 * The code in use that was typed, with its holder. Codes that nobody has are counted for the caller, or for
 * the address of one who is not signed in, and too many are refused for a while; a slip that the check
 * character finds is no guess and is not counted. A code whose holder may not earn answers as one that is
 * not there.
 */
export async function findNamed(
  ctx: Ctx,
  typed: string,
  act: Act,
  customerId = customerOf(ctx.actor),
): Promise<CodeRow | Refusal> {
  const code = normaliseCode(typed);
  if (!code) return refuseNoted(ctx, act, 'referral_code_unknown', { field: 'code', customerId });
  const subject = subjectOf(ctx, customerId);
  const since = new Date(ctx.now.getTime() - windowMs);
  const [before, row] = await Promise.all([
    readFailures(ctx.tx, ctx.storeId, subject, since),
    findCode(ctx.tx, ctx.storeId, code),
  ]);
  if (before && before.failures >= wrongCodes.most) {
    const leftMs = before.windowStart.getTime() + windowMs - ctx.now.getTime();
    return refuseNoted(ctx, act, 'rate_limited', { retryAfterSeconds: Math.ceil(leftMs / 1000), customerId });
  }
  if (row && customers.allows(row.status, 'earn')) return row;
  if (!row) await countFailure(ctx.tx, ctx.storeId, subject, { since, at: ctx.now });
  return refuseNoted(ctx, act, 'referral_code_unknown', { field: 'code', customerId });
}

function subjectOf(ctx: Ctx, customerId: string | undefined): Buffer {
  const who = customerId ?? (ctx.actor.kind === 'anonymous' ? undefined : actorId(ctx.actor));
  return who === undefined
    ? markOf(ctx.storeId, 'guess-address', networkKey(ctx.address ?? ''))
    : markOf(ctx.storeId, 'guess-actor', who);
}

type Contract = typeof referralsContract;

/** Refused attempts of the store, newest first. */
export async function refusals(
  ctx: Ctx,
  input: InputOf<Contract['refusals']>,
): Promise<OutputOf<Contract['refusals']>> {
  const page = settings.pageOf(input);
  const customerId =
    input.customerId === undefined ? undefined : await customers.require(ctx, input.customerId);
  const filter = { customerId, reason: input.reason };
  const { rows, total } = await listRefusals(ctx.tx, ctx.storeId, filter, page);
  const people = await findPeople(
    ctx.tx,
    ctx.storeId,
    rows.flatMap((row) => row.customerId ?? []),
  );
  return {
    refusals: rows.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      customer:
        row.customerId === null
          ? null
          : { id: row.customerId, name: fullName(people.get(row.customerId), ctx.language) },
      act: row.act,
      reason: row.reason,
    })),
    ...settings.pageFacts(page, total),
  };
}
