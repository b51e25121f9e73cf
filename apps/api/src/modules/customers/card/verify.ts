import type { customersCardContract, InputOf, OutputOf } from '@wafa/contract';
import { type Fault, readCode, storeMark, toHex, verifyCode } from '@wafa/pass';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError, type ErrorCode, type Refusal, refuse } from '../../../platform/errors.ts';
import { everyoneIn } from '../merging/sql.ts';
import { storePublicKeyOf } from './keys.ts';
import { isScanTime, keysInForce } from './rules.ts';
import { showCard } from './show.ts';
import { findDevice, keyChanges } from './sql.ts';
import { insertReplays, insertScans, lastProof, type Scan, takersOf } from './sql-scans.ts';

type Contract = typeof customersCardContract;
type Outcome = OutputOf<Contract['recordCardScans']>['outcomes'][number];

const refusals: Record<Fault, ErrorCode> = {
  malformed: 'card_code_unreadable',
  other_store: 'card_other_store',
  unknown_key: 'card_not_genuine',
  forged: 'card_not_genuine',
  revoked: 'card_device_revoked',
  ended: 'card_certificate_ended',
  stale: 'card_code_stale',
  used: 'card_code_used',
};

/** What a good code says. */
interface Judged {
  device: string;
  step: number;
  cardNumber: string;
}

/**
 * Judges a rotating code without taking it: two reads and two signatures, about 5 ms.
 * @throws AppError card_code_unreadable, card_other_store, card_not_genuine, card_device_revoked,
 * card_certificate_ended, card_code_stale
 */
export async function judge(ctx: Ctx, code: string, field: string): Promise<Judged> {
  const read = readCode(code);
  if (!read) throw new AppError('card_code_unreadable', { field });
  const [row, changes] = await Promise.all([
    findDevice(ctx.tx, ctx.storeId, toHex(read.certificate.device)),
    keyChanges(ctx.tx, ctx.storeId),
  ]);
  const keys = keysInForce(changes, ctx.now).map(
    ({ id }) => [id, storePublicKeyOf(ctx.storeId, id)] as const,
  );
  const revoked = row?.revokedAt ? [row.device] : [];
  const trust = { store: storeMark(ctx.storeId), keys: new Map(keys), revoked: new Set(revoked) };
  const verdict = verifyCode(code, trust, ctx.now.getTime(), () => true);
  if (!verdict.ok) throw new AppError(refusals[verdict.fault], { field });
  if (!row) throw new AppError('card_not_genuine', { field, detail: 'signed, but no such device' });
  return verdict;
}

/**
 * Judges a code and takes it, once; of any number at the same time one passes. A till that is late is
 * refused, and where it is another till than the first, `card.replayed` tells.
 */
export async function verifyCard(
  ctx: Ctx,
  input: InputOf<Contract['verifyCard']>,
): Promise<OutputOf<Contract['verifyCard']> | Refusal> {
  const { device, step, cardNumber } = await judge(ctx, input.code, 'code');
  const tillId = input.tillId ?? actorId(ctx.actor);
  const [outcome] = await takeScans(ctx, [{ device, step, tillId, at: ctx.now }], true);
  if (outcome !== 'recorded') return refuse('card_code_used', { field: 'code' });
  return { ...(await showCard(ctx, cardNumber)), proof: 'rotating' };
}

/** What tills took without a network. Offline tills judge by themselves; here each code is counted once. */
export async function recordCardScans(
  ctx: Ctx,
  { scans }: InputOf<Contract['recordCardScans']>,
): Promise<OutputOf<Contract['recordCardScans']>> {
  const told = scans.map((scan) => ({ ...scan, at: new Date(scan.at) }));
  const fitting = told.filter((scan) => isScanTime(scan, ctx.now));
  const taken = await takeScans(ctx, fitting, false);
  const outcomes = new Map(fitting.map((scan, at) => [scan, taken[at]]));
  return { outcomes: told.map((scan) => outcomes.get(scan) ?? 'refused') };
}

/**
 * When the caller last saw this customer prove to be there, by a rotating code or a one-time code; null
 * where never. For redeeming: a number alone proves nothing.
 */
export async function provedAt(ctx: Ctx, customerId: string): Promise<Date | null> {
  const everyone = await everyoneIn(ctx.tx, ctx.storeId, customerId);
  return lastProof(ctx.tx, ctx.storeId, everyone, actorId(ctx.actor));
}

const codeKey = (scan: Pick<Scan, 'device' | 'step'>) => `${scan.device}/${scan.step}`;

/** Takes codes as a set, in three statements whatever their number; what became of each, in order. */
async function takeScans(ctx: Ctx, scans: readonly Scan[], judged: boolean): Promise<Outcome[]> {
  const by = actorId(ctx.actor);
  const taken = await insertScans(ctx.tx, ctx.storeId, scans, { by, judged });
  const fresh = new Set(taken.map(codeKey));
  const [replays, takers] = await Promise.all([
    insertReplays(ctx.tx, ctx.storeId, scans, by),
    takersOf(ctx.tx, ctx.storeId, scans),
  ]);
  if (taken.length > 0)
    ctx.emit('card.scanned', {
      scans: taken.map(({ at, tillId: _, ...scan }) => ({ ...scan, at: at.toISOString() })),
    });
  for (const { customerId, device, step, firstTill, tillId } of replays)
    ctx.emit('card.replayed', { customerId, device, step, tills: [firstTill, tillId] });
  const tillOf = new Map(takers.map((taker) => [codeKey(taker), taker.tillId]));
  return scans.map((scan) => {
    const till = tillOf.get(codeKey(scan));
    if (till === undefined) return 'unknown';
    if (till !== scan.tillId) return 'replayed';
    return fresh.delete(codeKey(scan)) ? 'recorded' : 'repeated';
  });
}
