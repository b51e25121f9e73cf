import type { customersMergingContract, InputOf, OutputOf, Merge as Shown } from '@wafa/contract';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import type { Merge, Participant } from '../../../platform/module.ts';
import { recordConsents } from '../consents/consents.ts';
import type { Choices } from '../consents/rules.ts';
import { resetFacts } from '../facts/facts.ts';
import { showCustomers } from '../profile/present.ts';
import { requireCustomer, resolveMany } from '../profile/references.ts';
import { journal, journalled } from './journal.ts';
import { type Profile, separated, united } from './rules.ts';
import {
  endMemberships,
  endMerge,
  everyoneIn,
  hasLater,
  insertMerge,
  type LockedProfile,
  lockMerge,
  lockProfiles,
  type MergeRow,
  mergesInto,
  moveAddresses,
  restoreMemberships,
  returnAddresses,
  writeProfile,
} from './sql.ts';

type Contract = typeof customersMergingContract;

let participants: readonly Participant[] = [];

/** Names the modules that hold rows of customers, lowest level first. */
export function configureMerging(all: readonly Participant[]): void {
  participants = all;
}

/** The same modules, for the erasure of a customer. */
export function allParticipants(): readonly Participant[] {
  return participants;
}

/**
 * Makes one customer part of another. Every module moves its rows and journals each; figures are counted
 * again from what both have. Emits `customer.merged`.
 * @throws AppError merge_self, customer_closed, already_merged, not_found
 */
export async function merge(
  ctx: Ctx,
  input: InputOf<Contract['merge']>,
): Promise<OutputOf<Contract['merge']>> {
  const { from, into } = await bothOf(ctx, input);
  const merge: Merge = { id: ctx.newId(), from: from.id, into: into.id };
  await insertMerge(ctx.tx, ctx.storeId, {
    ...merge,
    reason: input.reason ?? null,
    at: ctx.now,
    by: actorId(ctx.actor),
  });
  await mergeProfiles(ctx, merge, into, from);
  for (const participant of participants) await participant.merge?.(ctx, merge);
  await recount(ctx, [merge.from, merge.into]);
  note(ctx, 'customers.merge', 'customer.merged', merge);
  const shown = await show(ctx, [merge.into, merge.from]);
  return {
    merge: present({ ...rowOf(merge, input.reason ?? null, ctx.now) }, shown, true),
    customer: shown.get(merge.into) as Shown['from'],
  };
}

/** Who was merged into a customer, newest first. */
export async function merges(
  ctx: Ctx,
  input: InputOf<Contract['merges']>,
): Promise<OutputOf<Contract['merges']>> {
  const customerId = await requireCustomer(ctx, input.customerId);
  const rows = await mergesInto(ctx.tx, ctx.storeId, customerId);
  const shown = await show(
    ctx,
    rows.map((row) => row.fromId),
  );
  const newest = rows.find((row) => row.undoneAt === null);
  return { merges: rows.map((row) => present(row, shown, row === newest)) };
}

/**
 * Takes a merge back: rows go back by the journal, and what came since under the other's card follows
 * them. Emits `customer.unmerged`.
 * @throws AppError not_found, merge_undone, merge_not_newest, customer_closed
 */
export async function unmerge(
  ctx: Ctx,
  input: InputOf<Contract['unmerge']>,
): Promise<OutputOf<Contract['unmerge']>> {
  const row = await lockMerge(ctx.tx, ctx.storeId, input.mergeId);
  if (!row) throw new AppError('not_found', { field: 'mergeId' });
  if (row.undoneAt) throw new AppError('merge_undone', { field: 'mergeId' });
  if (await hasLater(ctx.tx, ctx.storeId, row)) throw new AppError('merge_not_newest', { field: 'mergeId' });
  const profiles = await lockProfiles(ctx.tx, ctx.storeId, [row.fromId, row.intoId]);
  const merge: Merge = { id: row.id, from: row.fromId, into: row.intoId };
  if (profiles.get(merge.from)?.status === 'closed' || profiles.get(merge.into)?.status === 'closed')
    throw new AppError('customer_closed', { field: 'mergeId' });
  const presented = await everyoneIn(ctx.tx, ctx.storeId, merge.from);
  await endMerge(ctx.tx, ctx.storeId, merge.id, ctx.now, actorId(ctx.actor));
  for (const participant of participants.toReversed())
    await participant.unmerge?.(ctx, { ...merge, at: row.mergedAt, presented });
  await separateProfiles(ctx, merge, profiles);
  await recount(ctx, [merge.from, merge.into]);
  note(ctx, 'customers.unmerge', 'customer.unmerged', merge);
  const shown = await show(ctx, [merge.into, merge.from]);
  return { customer: shown.get(merge.into) as Shown['from'], from: shown.get(merge.from) as Shown['from'] };
}

async function bothOf(ctx: Ctx, input: InputOf<Contract['merge']>) {
  const found = await resolveMany(ctx, [input.customerId, input.from]);
  const [one, other] = [found.get(input.customerId), found.get(input.from)];
  if (!one) throw new AppError('not_found', { field: 'customerId' });
  if (!other) throw new AppError('not_found', { field: 'from' });
  if (one.id === other.id)
    throw new AppError(other.presentedId === one.presentedId ? 'merge_self' : 'already_merged', {
      field: 'from',
    });
  const profiles = await lockProfiles(ctx.tx, ctx.storeId, [one.id, other.id]);
  const [into, from] = [profiles.get(one.id), profiles.get(other.id)];
  if (!into || !from) throw new AppError('not_found', { field: 'from' });
  // Another merge may have come between the reading and the lock.
  if (into.merged_into ?? from.merged_into) throw new AppError('already_merged', { field: 'from' });
  if (into.status === 'closed') throw new AppError('customer_closed', { field: 'customerId' });
  if (from.status === 'closed') throw new AppError('customer_closed', { field: 'from' });
  return { into, from };
}

const table = 'customers.customers';

async function mergeProfiles(
  ctx: Ctx,
  merge: Merge,
  into: LockedProfile,
  from: LockedProfile,
): Promise<void> {
  const after = united(into, from);
  const write = (id: string, profile: Profile, mergedInto: string | null) =>
    writeProfile(ctx.tx, ctx.storeId, ctx.now, id, profile, mergedInto);
  // The other first: an e-mail or phone number must leave it before the survivor can take it.
  await write(from.id, after.from, into.id);
  await write(into.id, after.into, null);
  await recordConsents(ctx, into.id, [choicesOf(into), choicesOf(after.into)]);
  const [addresses, memberships] = await Promise.all([
    moveAddresses(ctx.tx, ctx.storeId, from.id, into.id),
    endMemberships(ctx.tx, ctx.storeId, from.id),
  ]);
  await journal(ctx, merge.id, table, [
    { rowId: into.id, before: into, after: after.into },
    { rowId: from.id, before: from, after: after.from },
  ]);
  await journal(ctx, merge.id, 'customers.addresses', addresses);
  await journal(ctx, merge.id, 'customers.memberships', memberships);
}

function choicesOf(profile: Profile): Choices {
  return { communicationPreferences: profile.communication_preferences, privacy: profile.privacy };
}

async function separateProfiles(
  ctx: Ctx,
  merge: Merge,
  current: ReadonlyMap<string, LockedProfile>,
): Promise<void> {
  const images = new Map((await journalled(ctx, merge.id, table)).map((row) => [row.rowId, row]));
  for (const id of [merge.into, merge.from]) {
    const image = images.get(id);
    const now = current.get(id);
    if (!image || !now) throw new AppError('internal', { detail: `merge ${merge.id} has no image of ${id}` });
    const profile = separated(image.before as Profile, image.after as Profile, now);
    await writeProfile(ctx.tx, ctx.storeId, ctx.now, id, profile, null);
  }
  await returnAddresses(
    ctx.tx,
    ctx.storeId,
    merge.from,
    await journalled(ctx, merge.id, 'customers.addresses'),
  );
  await restoreMemberships(ctx.tx, ctx.storeId, await journalled(ctx, merge.id, 'customers.memberships'));
}

/** Empties the figures of these customers; each module then counts its own again. */
export async function recount(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  await resetFacts(ctx, customerIds);
  for (const participant of participants) await participant.recount?.(ctx, customerIds);
  await ctx.flush('customers.facts');
}

function note(ctx: Ctx, action: string, event: 'customer.merged' | 'customer.unmerged', merge: Merge): void {
  ctx.emit(event, { customerId: merge.into, fromId: merge.from, mergeId: merge.id });
  ctx.audit({
    action,
    entity: 'customer',
    entityId: merge.into,
    customerId: merge.into,
    after: { from: merge.from },
  });
}

async function show(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Shown['from']>> {
  const shown = await showCustomers(ctx, ids);
  return new Map(shown.map((customer) => [customer.id, customer]));
}

const rowOf = (merge: Merge, reason: string | null, at: Date): MergeRow => ({
  id: merge.id,
  fromId: merge.from,
  intoId: merge.into,
  reason,
  mergedAt: at,
  undoneAt: null,
});

function present(row: MergeRow, shown: ReadonlyMap<string, Shown['from']>, undoable: boolean): Shown {
  return {
    id: row.id,
    from: shown.get(row.fromId) as Shown['from'],
    survivorId: row.intoId,
    reason: row.reason,
    mergedAt: row.mergedAt.toISOString(),
    undoneAt: row.undoneAt?.toISOString() ?? null,
    undoable: undoable && row.undoneAt === null,
  };
}
