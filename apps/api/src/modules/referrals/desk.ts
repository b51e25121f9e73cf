import type { InputOf, OutputOf, Referral, ReferralDetails, referralsContract } from '@wafa/contract';
import { translate } from '@wafa/i18n';
import { actorId, type Ctx } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import * as customers from '../customers/index.ts';
import * as settings from '../settings/index.ts';
import { normaliseCode } from './codes.ts';
import { fullName, showReferral, undoUntil } from './present.ts';
import { programmeOf } from './programme.ts';
import { noteSteps, reject } from './progress.ts';
import { reward } from './rewarding.ts';
import { crowdSize, daysAfter, ringDepth, ringKinds } from './rules.ts';
import { findReferral, findSteps, type JoinedRow, lockReferral, type ReferralRow } from './sql.ts';
import {
  type DeskFilter,
  listReferrals,
  putDecision,
  readDays,
  readPage,
  readTop,
  readTotals,
  reopen,
} from './sql-desk.ts';
import { findRings } from './sql-marks.ts';
import { findPeople } from './sql-people.ts';

type Contract = typeof referralsContract;
type Filter = InputOf<Contract['exportList']>;

/** Referrals of the store, newest first; those held, longest waiting first. */
export async function list(ctx: Ctx, input: InputOf<Contract['list']>): Promise<OutputOf<Contract['list']>> {
  const page = settings.pageOf(input);
  const filter = await filterOf(ctx, input);
  const { rows, total } =
    filter === undefined ? { rows: [], total: 0 } : await listReferrals(ctx.tx, ctx.storeId, filter, page);
  return { referrals: await showAll(ctx, rows), ...settings.pageFacts(page, total) };
}

/** The next referrals of an export, and the place of the last. */
export async function exportPage(
  ctx: Ctx,
  input: Filter,
  before: { at: Date; id: string } | null,
  limit: number,
): Promise<{ referrals: Referral[]; last: { at: Date; id: string } | null }> {
  const filter = await filterOf(ctx, input);
  const rows = filter === undefined ? [] : await readPage(ctx.tx, ctx.storeId, filter, { before, limit });
  const last = rows.at(-1);
  return {
    referrals: await showAll(ctx, rows),
    last: last && rows.length === limit ? { at: last.createdAt, id: last.id } : null,
  };
}

async function showAll(ctx: Ctx, rows: readonly ReferralRow[]): Promise<Referral[]> {
  const ids = rows.flatMap(({ referrerId, friendId }) => [referrerId, friendId ?? referrerId]);
  const people = await findPeople(ctx.tx, ctx.storeId, ids);
  return Promise.all(rows.map((row) => showReferral(ctx, row, people)));
}

/** The filter with its references found; undefined where one of them names nobody. */
async function filterOf(ctx: Ctx, input: Filter): Promise<DeskFilter | undefined> {
  const { query, referrerId, friendId, from, to, ...rest } = input;
  const typed = query?.replace(/\s/g, '') || undefined;
  const code = typed && normaliseCode(typed);
  const asCustomer = typed !== undefined && code === undefined ? typed : undefined;
  const refs = [asCustomer, referrerId, friendId].filter((ref) => ref !== undefined);
  const isRef = (ref: string) =>
    /^\d{12}$/.test(ref) || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(ref);
  const found = await customers.resolveMany(ctx, refs.filter(isRef));
  const idOf = (ref: string | undefined) => (ref === undefined ? undefined : found.get(ref)?.id);
  if (refs.some((ref) => !found.has(ref))) return undefined;
  return {
    ...rest,
    code,
    customerId: idOf(asCustomer),
    referrerId: idOf(referrerId),
    friendId: idOf(friendId),
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
  };
}

export async function get(ctx: Ctx, input: InputOf<Contract['get']>): Promise<ReferralDetails> {
  const row = await findReferral(ctx.tx, ctx.storeId, input.referralId);
  if (!row) throw new AppError('not_found', { field: 'referralId' });
  return details(ctx, row);
}

async function details(ctx: Ctx, row: ReferralRow): Promise<ReferralDetails> {
  const [steps, ring] = await Promise.all([findSteps(ctx.tx, ctx.storeId, row.id), ringOf(ctx, row)]);
  const ids = [
    row.referrerId,
    row.friendId ?? row.referrerId,
    ...ring.flatMap((step) => [step.fromId, step.toId]),
  ];
  const people = await findPeople(ctx.tx, ctx.storeId, ids);
  const person = (id: string) => ({ id, name: fullName(people.get(id), ctx.language) });
  return {
    ...(await showReferral(ctx, row, people)),
    reasons: row.concerns.map((concern) => ({
      concern,
      message: translate(ctx.language, `referring.concern.${concern}`),
    })),
    ring: ring.flatMap(({ fromId, toId, kinds }) =>
      kinds.map((by) => ({ from: person(fromId), to: person(toId), by })),
    ),
    history: steps.map(({ at, what, by, note }) => ({ at: at.toISOString(), what, by, note })),
  };
}

async function ringOf(ctx: Ctx, { id, referrerId, friendId }: ReferralRow) {
  if (friendId === null || friendId === referrerId) return [];
  const kinds = ringKinds(await programmeOf(ctx));
  const limits = { kinds, crowd: crowdSize, depth: ringDepth };
  const rings = await findRings(ctx.tx, ctx.storeId, [{ referralId: id, referrerId, friendId }], limits);
  return rings.get(id) ?? [];
}

/** Approves or rejects a held referral; the same decision again answers with what stands. */
export async function decide(ctx: Ctx, input: InputOf<Contract['decide']>): Promise<ReferralDetails> {
  const row = await requireLocked(ctx, input.referralId);
  const review = input.decision === 'approve' ? 'approved' : 'rejected';
  if (row.review === review) return details(ctx, row);
  if (row.review !== 'held' || row.stage !== 'qualified')
    throw new AppError('referral_not_held', { field: 'referralId' });
  const decision = { review, note: input.note, by: actorId(ctx.actor), at: ctx.now } as const;
  await putDecision(ctx.tx, ctx.storeId, row.id, decision);
  if (review === 'rejected') await reject(ctx, [{ row: row as JoinedRow, rejection: 'review' }], input.note);
  else {
    await noteSteps(ctx, 'approved', [row.id], input.note);
    await reward(ctx, row.id);
  }
  audit(ctx, row, 'referrals.decide', { review, note: input.note });
  return get(ctx, input);
}

/** Takes a decision back: a rejection within its days, an approval that has not been rewarded. */
export async function undoDecision(
  ctx: Ctx,
  input: InputOf<Contract['undoDecision']>,
): Promise<ReferralDetails> {
  const row = await requireLocked(ctx, input.referralId);
  if (row.review !== 'approved' && row.review !== 'rejected')
    throw new AppError('referral_not_held', { field: 'referralId' });
  const until = undoUntil(row);
  const isLate = until === null || (row.review === 'rejected' && until < ctx.now);
  if (isLate) throw new AppError('undo_too_late', { field: 'referralId' });
  if (row.stage === 'rejected') await reopen(ctx.tx, ctx.storeId, row.id);
  await putDecision(ctx.tx, ctx.storeId, row.id, { review: 'held', note: null, by: null, at: null });
  await noteSteps(ctx, 'undone', [row.id], input.note ?? null);
  audit(ctx, row, 'referrals.undoDecision', { review: 'held', ...(input.note && { note: input.note }) });
  return get(ctx, input);
}

async function requireLocked(ctx: Ctx, id: string): Promise<ReferralRow> {
  const row = await lockReferral(ctx.tx, ctx.storeId, id);
  if (!row) throw new AppError('not_found', { field: 'referralId' });
  return row;
}

function audit(ctx: Ctx, row: ReferralRow, action: string, after: Record<string, unknown>): void {
  ctx.audit({
    action,
    entity: 'referral',
    entityId: row.id,
    fields: Object.keys(after),
    before: { review: row.review, note: row.note },
    after,
  });
}

const defaultDays = 30;
const longestDays = 400;
const topSize = 10;

/** Funnel, conversion, points given and top referrers of a period. */
export async function overview(
  ctx: Ctx,
  input: InputOf<Contract['overview']>,
): Promise<OutputOf<Contract['overview']>> {
  const to = input.to === undefined ? ctx.now : new Date(input.to);
  const from = input.from === undefined ? daysAfter(to, -defaultDays) : new Date(input.from);
  if (from >= to) throw new AppError('range_invalid', { field: 'from' });
  if (from < daysAfter(to, -longestDays))
    throw new AppError('period_too_long', { field: 'from', params: { max: longestDays } });
  const { currency, timeZone } = await settings.store(ctx);
  const period = { from, to };
  const [totals, days, top] = await Promise.all([
    readTotals(ctx.tx, ctx.storeId, period),
    readDays(ctx.tx, ctx.storeId, period, timeZone),
    readTop(ctx.tx, ctx.storeId, period, topSize),
  ]);
  const people = await findPeople(
    ctx.tx,
    ctx.storeId,
    top.map(({ customerId }) => customerId),
  );
  const { invited, joined, qualified, rewarded } = totals;
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    funnel: { invited, joined, qualified, rewarded },
    rejected: totals.rejected,
    held: totals.held,
    refusals: totals.refusals,
    conversion: {
      joined: share(joined, invited),
      qualified: share(qualified, joined),
      rewarded: share(rewarded, qualified),
    },
    points: { referrers: totals.referrerPoints, friends: totals.friendPoints },
    revenue: totals.revenue,
    currency,
    days,
    topReferrers: top.map((row) => ({ ...row, name: fullName(people.get(row.customerId), ctx.language) })),
  };
}
