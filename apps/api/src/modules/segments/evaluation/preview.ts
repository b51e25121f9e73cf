import type { InputOf, OutputOf, segmentsContract } from '@wafa/contract';
import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import type { Scope } from '../../customers/index.ts';
import { type Book, bookOf } from '../definitions/book.ts';
import { countAll } from '../definitions/segments.ts';
import { sound } from '../definitions/sound.ts';
import { showPerson } from '../members/members.ts';
import { dynamicReasons, namingOf } from '../members/reasons.ts';
import { readPeople } from '../members/sql.ts';
import { compile } from '../rules/compile.ts';
import type { CheckedGroup } from '../rules/types.ts';
import { label, sentenceOf } from '../rules/words.ts';
import { eligible } from './figures.ts';
import { sampleIds } from './sql.ts';

type Contract = typeof segmentsContract;

const everybody: Scope = {
  after: '00000000-0000-0000-0000-000000000000',
  upTo: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
};
/** A person waits for it, and a connection is held. */
const timeLimit = '1500ms';
const sampleSize = 10_000;
const shownCount = 10;
/** SQLSTATE of a statement that ran into its time limit. */
const cancelled = '57014';

interface Hits {
  size: number;
  ids: string[];
}

/**
 * Whom rules would take in, without saving them. Where counting everybody takes too long, ten thousand
 * customers stand for all.
 * @throws AppError segment_rules_invalid, segment_cycle, segment_too_slow
 */
export async function preview(
  ctx: Ctx,
  input: InputOf<Contract['preview']>,
): Promise<OutputOf<Contract['preview']>> {
  const book = await bookOf(ctx);
  const rules = await sound(ctx, book, input.key, input.rules);
  const [{ customers }, naming] = await Promise.all([countAll(ctx), namingOf(ctx, book)]);
  const { timeZone } = naming;
  const counted = await withinTime(ctx, () => find(ctx, book, rules, everybody, timeZone));
  const hits = counted ?? (await estimate(ctx, book, rules, timeZone, customers));
  const [people, reasonOf] = await Promise.all([
    readPeople(ctx.tx, ctx.storeId, hits.ids),
    dynamicReasons(ctx, book, { rules }, hits.ids),
  ]);
  return {
    size: hits.size,
    share: customers === 0 ? 0 : Math.min(hits.size / customers, 1),
    customers,
    isEstimate: counted === undefined,
    sentence: label((language) => sentenceOf(rules, naming, language)),
    sample: people.map((row) => ({ ...showPerson(row), why: reasonOf(row.customerId) })),
  };
}

async function find(
  ctx: Ctx,
  book: Book,
  rules: CheckedGroup,
  scope: Scope,
  timeZone: string,
): Promise<Hits> {
  const { storeId, now } = ctx;
  const { joins, condition } = compile(rules, { storeId, now, timeZone, scope, model: book.model });
  const { rows } = await sql<Hits>`
    with base as materialized (${eligible({ storeId, scope })}),
    hits as materialized (select b.customer_id from base b ${joins} where ${condition})
    select (select count(*) from hits) as size,
           array(select customer_id from hits order by customer_id desc limit ${shownCount})::text[] as ids`.execute(
    ctx.tx,
  );
  return rows[0] ?? { size: 0, ids: [] };
}

async function estimate(
  ctx: Ctx,
  book: Book,
  rules: CheckedGroup,
  timeZone: string,
  customers: number,
): Promise<Hits> {
  const ids = await sampleIds(ctx.tx, ctx.storeId, Math.max(1, Math.ceil(customers / sampleSize)));
  const hits = await withinTime(ctx, () => find(ctx, book, rules, { ids }, timeZone));
  if (!hits) throw new AppError('segment_too_slow', { field: 'rules' });
  return { ...hits, size: ids.length === 0 ? 0 : Math.round((hits.size / ids.length) * customers) };
}

/** The answer of `work`, or undefined where its statement ran out of time; the transaction goes on. */
async function withinTime<T>(ctx: Ctx, work: () => Promise<T>): Promise<T | undefined> {
  await sql`savepoint preview`.execute(ctx.tx);
  try {
    await sql`set local statement_timeout = ${sql.lit(timeLimit)}`.execute(ctx.tx);
    const found = await work();
    await sql`set local statement_timeout = 0`.execute(ctx.tx);
    return found;
  } catch (error) {
    if ((error as { code?: unknown }).code !== cancelled) throw error;
    await sql`rollback to savepoint preview`.execute(ctx.tx);
    return undefined;
  }
}
