import type { InputOf, OutputOf, Segment, segmentsContract } from '@wafa/contract';
import { issueMessage } from '@wafa/i18n';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { request, showEvaluation } from '../evaluation/run.ts';
import { latestEvaluations } from '../evaluation/sql.ts';
import { emptySegment } from '../members/manual.ts';
import { type Book, bookOf, forgetBook, readBook } from './book.ts';
import { kindOf, type Sizes, show, showAll } from './present.ts';
import { sound } from './sound.ts';
import {
  insertSegment,
  insertVersion,
  lockDefinitions,
  readVersions,
  type SegmentRow,
  updateSegment,
} from './sql.ts';

type Contract = typeof segmentsContract;

/** Each is part of the statement that an order's commit runs. */
const maxSegments = 100;

/** All segments, narrowed by kind, text and whether they are archived. */
export async function list(
  ctx: Ctx,
  input: InputOf<Contract['segments']>,
): Promise<OutputOf<Contract['segments']>> {
  const [book, counted, { running, lastFull }] = await Promise.all([
    bookOf(ctx),
    countAll(ctx),
    latestEvaluations(ctx.tx, ctx.storeId),
  ]);
  const wanted = input.query?.toLowerCase();
  const segments = showAll(book, counted).filter(
    ({ key, kind, name, archivedAt }) =>
      (input.kind === undefined || kind === input.kind) &&
      (input.archived === 'all' || (archivedAt !== null) === (input.archived === 'yes')) &&
      (!wanted || [key, name.en.toLowerCase(), name.ar].some((text) => text.includes(wanted))),
  );
  return {
    segments,
    total: segments.length,
    customers: counted.customers,
    running: running && showEvaluation(running),
    lastFull: lastFull && showEvaluation(lastFull),
  };
}

/** @throws AppError not_found */
export async function get(ctx: Ctx, { key }: { key: string }): Promise<Segment> {
  return shown(ctx, await bookOf(ctx), key);
}

/**
 * Makes a segment. A dynamic one is evaluated by a job that is asked for here.
 * @throws AppError segment_key_taken, segment_rules_invalid, segment_cycle, too_many_segments
 */
export async function add(ctx: Ctx, input: InputOf<Contract['addSegment']>): Promise<Segment> {
  await lockDefinitions(ctx.tx, ctx.storeId);
  const book = await readBook(ctx);
  refuseTooMany(book);
  if ((input.kind === 'dynamic') !== (input.rules !== undefined)) throw faultOf(ctx, 'rules', 'needs_rules');
  const key = input.key ?? freeKey(input.name.en, book);
  if (kindOf(key, rowOf(book, key))) throw new AppError('segment_key_taken', { field: 'key' });
  const row: SegmentRow = {
    key,
    kind: input.kind,
    name: input.name,
    description: input.description,
    customerText: input.customerText,
    benefits: input.benefits,
    isVisible: input.isVisible,
    rules: input.rules === undefined ? null : await sound(ctx, book, key, input.rules),
    figures: {},
    version: 1,
    evaluatedAt: input.kind === 'manual' ? ctx.now : null,
    evaluatedBy: input.kind === 'manual' ? 'manual' : null,
    archivedAt: null,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  await insertSegment(ctx.tx, ctx.storeId, row);
  await keep(ctx, 'segments.add', row);
  if (row.kind === 'dynamic') await request(ctx, { cause: 'edit', segment: key, isChange: true });
  return shown(ctx, await readBook(ctx), key);
}

const restricted = ['name', 'description', 'rules'] as const;

/**
 * Changes a segment; of system segments what customers read of it. Changed rules are evaluated by a job.
 * @throws AppError not_found, conflict, segment_builtin, segment_archived, segment_rules_invalid, segment_cycle
 */
export async function change(ctx: Ctx, input: InputOf<Contract['changeSegment']>): Promise<Segment> {
  await lockDefinitions(ctx.tx, ctx.storeId);
  const book = await readBook(ctx);
  const { key, version, ...changes } = input;
  const before = rowOf(book, key) ?? systemRow(ctx, key);
  if (!before) throw new AppError('not_found', { field: 'key' });
  if (before.archivedAt) throw new AppError('segment_archived', { field: 'key' });
  if (version !== undefined && version !== before.version)
    throw new AppError('conflict', { field: 'version' });
  const forbidden = isOwn(before) ? undefined : restricted.find((name) => changes[name] !== undefined);
  if (forbidden) throw new AppError('segment_builtin', { field: forbidden });
  if (changes.rules !== undefined && before.kind !== 'dynamic') throw faultOf(ctx, 'rules', 'needs_rules');
  const { rules: given, ...words } = changes;
  const rules = given === undefined ? before.rules : await sound(ctx, book, key, given);
  const isOther = JSON.stringify(rules) !== JSON.stringify(before.rules);
  const row: SegmentRow = { ...before, ...words, rules, version: before.version + 1, updatedAt: ctx.now };
  if (!rowOf(book, key)) await insertSegment(ctx.tx, ctx.storeId, row);
  else await updateSegment(ctx.tx, ctx.storeId, row);
  await keep(ctx, 'segments.change', row, before);
  const segment = await shown(ctx, await readBook(ctx), key);
  // Segments whose rules name it change with it, so then all are found again.
  if (isOther)
    await request(ctx, { cause: 'edit', segment: segment.usedBy.length > 0 ? null : key, isChange: true });
  return segment;
}

/** Puts a segment of one's own away. @throws AppError not_found, segment_builtin, segment_in_use */
export async function archive(ctx: Ctx, { key }: { key: string }): Promise<Segment> {
  await lockDefinitions(ctx.tx, ctx.storeId);
  const book = await readBook(ctx);
  const row = own(book, key);
  const [user] = (await shown(ctx, book, key)).usedBy;
  if (user !== undefined) throw new AppError('segment_in_use', { field: 'key', params: { key: user } });
  if (!row.archivedAt) {
    await updateSegment(ctx.tx, ctx.storeId, { ...row, archivedAt: ctx.now, updatedAt: ctx.now });
    ctx.audit({ action: 'segments.archive', entity: 'segment', entityId: key });
    forgetBook(ctx);
    await emptySegment(ctx, key);
  }
  return shown(ctx, await readBook(ctx), key);
}

/** Takes an archived segment back. @throws AppError not_found, segment_rules_invalid, too_many_segments */
export async function restore(ctx: Ctx, { key }: { key: string }): Promise<Segment> {
  await lockDefinitions(ctx.tx, ctx.storeId);
  const book = await readBook(ctx);
  const row = own(book, key);
  if (row.archivedAt) {
    refuseTooMany(book);
    if (row.kind === 'dynamic') await sound(ctx, book, key, row.rules);
    await updateSegment(ctx.tx, ctx.storeId, {
      ...row,
      archivedAt: null,
      evaluatedAt: row.kind === 'manual' ? ctx.now : null,
      updatedAt: ctx.now,
    });
    ctx.audit({ action: 'segments.restore', entity: 'segment', entityId: key });
    forgetBook(ctx);
    if (row.kind === 'dynamic') await request(ctx, { cause: 'edit', segment: key, isChange: true });
  }
  return shown(ctx, await readBook(ctx), key);
}

/** What a segment was at each version. @throws AppError not_found */
export async function versions(
  ctx: Ctx,
  input: InputOf<Contract['versions']>,
): Promise<OutputOf<Contract['versions']>> {
  const page = settings.pageOf(input);
  await get(ctx, input);
  const { rows, total } = await readVersions(ctx.tx, ctx.storeId, input.key, page);
  const none = { en: '', ar: '' };
  return {
    versions: rows.map(({ version, snapshot, at, by }) => ({
      version,
      name: snapshot.name ?? none,
      description: snapshot.description ?? none,
      customerText: snapshot.customerText ?? none,
      benefits: snapshot.benefits,
      isVisible: snapshot.isVisible ?? false,
      rules: snapshot.rules,
      at: at.toISOString(),
      by,
    })),
    ...settings.pageFacts(page, total),
  };
}

const faultOf = (ctx: Ctx, field: string, message: string) =>
  new AppError('validation', { errors: [{ field, message: issueMessage(ctx.language, { message }) }] });

const rowOf = (book: Book, key: string) => book.rows.find((row) => row.key === key);
const isOwn = ({ kind }: SegmentRow) => kind === 'dynamic' || kind === 'manual';

function own(book: Book, key: string): SegmentRow {
  const row = rowOf(book, key);
  const kind = kindOf(key, row);
  if (!kind) throw new AppError('not_found', { field: 'key' });
  if (!row || !isOwn(row)) throw new AppError('segment_builtin', { field: 'key' });
  return row;
}

/** A built-in segment or RFM group that was never changed, as its row begins. */
function systemRow(ctx: Ctx, key: string): SegmentRow | undefined {
  const kind = kindOf(key, undefined);
  return (
    kind && {
      key,
      kind,
      name: null,
      description: null,
      customerText: null,
      benefits: [],
      isVisible: null,
      rules: null,
      figures: {},
      version: 1,
      evaluatedAt: null,
      evaluatedBy: null,
      archivedAt: null,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    }
  );
}

function refuseTooMany(book: Book): void {
  const inUse = book.rows.filter((row) => isOwn(row) && row.archivedAt === null).length;
  if (inUse >= maxSegments) throw new AppError('too_many_segments', { params: { max: maxSegments } });
}

/** A key from the English name, numbered where it is taken. */
function freeKey(name: string, book: Book): string {
  const base =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .slice(0, 50) || 'segment';
  const plain = /^(rfm|cluster)_/.test(base) ? `my_${base}` : base;
  for (let number = 1; ; number++) {
    const key = number === 1 ? plain : `${plain}_${number}`;
    if (!kindOf(key, rowOf(book, key))) return key;
  }
}

async function keep(ctx: Ctx, action: string, row: SegmentRow, before?: SegmentRow): Promise<void> {
  const { name, description, customerText, benefits, isVisible, rules } = row;
  const snapshot = { name, description, customerText, benefits, isVisible, rules };
  await insertVersion(ctx.tx, ctx.storeId, row.key, {
    version: row.version,
    snapshot,
    at: ctx.now,
    by: actorId(ctx.actor),
  });
  const fields = (Object.keys(snapshot) as (keyof typeof snapshot)[]).filter(
    (field) => JSON.stringify(snapshot[field]) !== JSON.stringify(before?.[field]),
  );
  ctx.audit({
    action,
    entity: 'segment',
    entityId: row.key,
    fields,
    ...(before ? { before: Object.fromEntries(fields.map((field) => [field, before[field]])) } : {}),
    after: Object.fromEntries(fields.map((field) => [field, snapshot[field]])),
  });
  forgetBook(ctx);
}

/** Sizes of all segments, and how many customers can be in one; from the kept counts. */
export async function countAll(ctx: Ctx): Promise<Sizes> {
  const [sizes, statuses] = await Promise.all([
    customers.countsBy(ctx, 'segment'),
    customers.countsBy(ctx, 'status'),
  ]);
  const total = ['active', 'inactive', 'suspended'].reduce(
    (sum, status) => sum + (statuses.get(status) ?? 0),
    0,
  );
  return { sizes, customers: total };
}

async function shown(ctx: Ctx, book: Book, key: string): Promise<Segment> {
  const segment = show(book, key, await countAll(ctx));
  if (!segment) throw new AppError('not_found', { field: 'key' });
  return segment;
}
