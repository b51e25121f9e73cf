import type { InputOf, OutputOf, segmentsContract } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { bookOf } from '../definitions/book.ts';
import { knownKind, personName } from './members.ts';
import { type MovementRow, readDays, readMovements } from './sql.ts';

type Contract = typeof segmentsContract;

/** Who came and who went, newest first. @throws AppError not_found, cursor_invalid */
export async function history(
  ctx: Ctx,
  input: InputOf<Contract['history']>,
): Promise<OutputOf<Contract['history']>> {
  const { key, limit, cursor } = input;
  knownKind(await bookOf(ctx), key);
  const customerId = input.customerId && (await customers.require(ctx, input.customerId));
  const rows = await readMovements(ctx.tx, ctx.storeId, key, {
    before: cursor === undefined ? null : readCursor(cursor),
    limit: limit + 1,
    customerId,
  });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    movements: shown.map((row) => ({
      id: row.id,
      kind: row.kind,
      customerId: row.customerId,
      cardNumber: row.cardNumber,
      name: personName(row),
      at: row.at.toISOString(),
      since: row.since?.toISOString() ?? null,
      cause: row.cause as OutputOf<Contract['history']>['movements'][number]['cause'],
      by: row.by,
    })),
    limit,
    nextCursor: last ? writeCursor(last) : null,
  };
}

const writeCursor = ({ at, id }: MovementRow) =>
  Buffer.from(`${at.toISOString()} ${id}`).toString('base64url');

function readCursor(cursor: string): { at: Date; id: string } {
  const [time = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
  const at = new Date(time);
  if (Number.isNaN(at.getTime()) || !/^[mel][0-9a-f-]{36}$/.test(id))
    throw new AppError('cursor_invalid', { field: 'cursor' });
  return { at, id };
}

const dayMs = 86_400_000;
const defaultDays = 90;
const mostDays = 3_660;

/**
 * Size, entries and exits of each day. Sizes are kept by each evaluation of the store; a day without one has
 * that of the day before, and today's is the present one.
 * @throws AppError not_found, range_invalid
 */
export async function sizes(
  ctx: Ctx,
  input: InputOf<Contract['sizes']>,
): Promise<OutputOf<Contract['sizes']>> {
  const { key } = input;
  knownKind(await bookOf(ctx), key);
  const { timeZone } = await settings.store(ctx);
  const today = new Intl.DateTimeFormat('en-CA', { timeZone }).format(ctx.now);
  const to = input.to ?? today;
  const from = input.from ?? new Date(Date.parse(to) - (defaultDays - 1) * dayMs).toISOString().slice(0, 10);
  const length = (Date.parse(to) - Date.parse(from)) / dayMs;
  if (length < 0 || length > mostDays) throw new AppError('range_invalid', { field: 'from' });
  const [rows, counts] = await Promise.all([
    readDays(ctx.tx, ctx.storeId, key, { from, to, timeZone }),
    customers.countsBy(ctx, 'segment'),
  ]);
  let known = 0;
  return {
    days: rows.map(({ day, size, entered, left }) => {
      known = day === today ? (counts.get(key) ?? 0) : (size ?? known);
      return { day, size: known, entered, left };
    }),
  };
}
