/** Notes of the staff on a customer. Only who wrote a note changes its text; pinning is everybody's. */
import type { customersProfileContract, InputOf, Note, OutputOf } from '@wafa/contract';
import { actorId, type Ctx, may } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import type { Participant } from '../../../platform/module.ts';
import * as settings from '../../settings/index.ts';
import { requireCustomer, resolveMany } from '../profile/references.ts';
import {
  countNotes,
  deleteNote,
  deleteNotesOf,
  findNotes,
  giveNotes,
  insertNote,
  lockNote,
  type NoteRow,
  returnNotes,
  updateNote,
} from './sql.ts';

type Contract = typeof customersProfileContract;

export async function notes(
  ctx: Ctx,
  input: InputOf<Contract['notes']>,
): Promise<OutputOf<Contract['notes']>> {
  const page = settings.pageOf(input);
  const customerId = await requireCustomer(ctx, input.customerId);
  const [total, rows] = await Promise.all([
    countNotes(ctx.tx, ctx.storeId, customerId),
    findNotes(ctx.tx, ctx.storeId, customerId, page),
  ]);
  return { notes: rows.map((row) => shown(ctx, row)), ...settings.pageFacts(page, total) };
}

/** @throws AppError not_found, customer_closed */
export async function addNote(ctx: Ctx, input: InputOf<Contract['addNote']>): Promise<Note> {
  const customerId = await requireCustomer(ctx, input.customerId, { open: true });
  const presented = (await resolveMany(ctx, [input.customerId])).get(input.customerId)?.presentedId;
  const { text, pinned } = input;
  const by = actorId(ctx.actor);
  const note = {
    id: ctx.newId(),
    customerId,
    text,
    pinned,
    createdBy: by,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  await insertNote(ctx.tx, ctx.storeId, presented ?? customerId, note);
  remember(ctx, 'addNote', { after: note });
  return shown(ctx, note);
}

/** @throws AppError not_found, forbidden for the text of somebody else's */
export async function changeNote(ctx: Ctx, input: InputOf<Contract['changeNote']>): Promise<Note> {
  const before = await lock(ctx, input);
  const text = input.text ?? before.text;
  if (text !== before.text && !isOwn(ctx, before)) throw new AppError('forbidden', { field: 'text' });
  const updatedAt = text === before.text ? before.updatedAt : ctx.now;
  const after = { ...before, text, pinned: input.pinned ?? before.pinned, updatedAt };
  if (text === before.text && after.pinned === before.pinned) return shown(ctx, before);
  await updateNote(ctx.tx, ctx.storeId, after);
  remember(ctx, 'changeNote', { before, after });
  return shown(ctx, after);
}

/** @throws AppError not_found, forbidden for somebody else's without the right to erase customers */
export async function removeNote(
  ctx: Ctx,
  input: InputOf<Contract['removeNote']>,
): Promise<OutputOf<Contract['removeNote']>> {
  const before = await lock(ctx, input);
  if (!isOwn(ctx, before) && !may(ctx.actor, 'customers.erase')) throw new AppError('forbidden');
  await deleteNote(ctx.tx, ctx.storeId, before.id);
  remember(ctx, 'removeNote', { before });
  return { removed: true };
}

async function lock(ctx: Ctx, input: { customerId: string; noteId: string }): Promise<NoteRow> {
  const customerId = await requireCustomer(ctx, input.customerId);
  const note = await lockNote(ctx.tx, ctx.storeId, customerId, input.noteId);
  if (!note) throw new AppError('not_found', { field: 'noteId' });
  return note;
}

const isOwn = (ctx: Ctx, note: NoteRow) => note.createdBy === actorId(ctx.actor);

function shown(ctx: Ctx, { customerId, ...note }: NoteRow): Note {
  const { createdAt, updatedAt } = note;
  return {
    ...note,
    own: isOwn(ctx, { customerId, ...note }),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

function remember(ctx: Ctx, verb: string, { before, after }: { before?: NoteRow; after?: NoteRow }): void {
  const { id = '', customerId } = after ?? before ?? {};
  if (customerId) ctx.concerns(customerId);
  const values = (note: NoteRow | undefined) => note && { text: note.text, pinned: note.pinned };
  ctx.audit({
    action: `customers.${verb}`,
    entity: 'note',
    entityId: id,
    customerId,
    fields: ['note'],
    before: values(before),
    after: values(after),
  });
}

/** Notes in merging and erasure: they go to the survivor, and back to whom they were written on. */
export const participant: Participant = {
  merge: (ctx, merge) => giveNotes(ctx.tx, ctx.storeId, merge),
  unmerge: (ctx, unmerge) => returnNotes(ctx.tx, ctx.storeId, unmerge),
  erasePersonal: (ctx, customerId) => deleteNotesOf(ctx.tx, ctx.storeId, customerId),
};
