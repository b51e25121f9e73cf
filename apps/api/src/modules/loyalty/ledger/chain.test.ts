import { entryKinds, genesis } from '@wafa/proof';
import { first, golden, key, lotId, second, storeId } from '@wafa/proof/vectors';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cloneDatabase, type TestDatabase } from '../../../../test/database.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('SQL', () => {
  let database: TestDatabase;
  let db: pg.Client;
  beforeAll(async () => {
    database = await cloneDatabase();
    db = new pg.Client({ connectionString: database.adminUrl });
    await db.connect();
  });
  afterAll(async () => {
    await db?.end();
    await database?.drop();
  });

  const one = async (expression: string, values: unknown[]): Promise<string> => {
    const { rows } = await db.query<{ it: Buffer }>(`select ${expression} as it`, values);
    return hex(rows[0]?.it as Buffer);
  };
  const body = (entry: typeof first) => [
    entry.storeId,
    entry.accountId,
    String(entry.sequence),
    entry.id,
    entry.kind,
    String(entry.amount),
    entry.counterId,
    entry.occurredAt === -1n ? '1969-12-31T23:59:59.999999Z' : '2026-03-10T09:00:00.123456Z',
    entry.businessKey,
    entry.ruleId,
    entry.ruleVersion,
    entry.movementsDigest,
    entry.detailsCommitment,
  ];

  test('hashes the golden vectors', async () => {
    expect(
      await one('loyalty.business_key_v1($1, $2, $3, $4)', [key.kind, key.source, key.sourceId, key.line]),
    ).toBe(golden.key);
    expect(
      await one(
        `sha256(loyalty.movement_v1($1, 125, '2026-03-10T09:00:00.123456Z', '2027-03-30T21:00:00Z')
           || loyalty.movement_v1($1, -5, '1969-12-31T23:59:59.999999Z', null))`,
        [lotId],
      ),
    ).toBe(golden.movements);
    const entry = 'loyalty.entry_body_v1($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)';
    const step = `loyalty.chain_step_v1(null, $1, ${entry})`;
    expect(await one(step, [genesis, ...body(first)])).toBe(golden.first);
    expect(await one(step, [Buffer.from(golden.first, 'hex'), ...body(second)])).toBe(golden.second);
  });

  test('knows the kinds in the same order', async () => {
    const { rows } = await db.query<{ code: number }>(
      'select loyalty.kind_code_v1(kind) as code from unnest($1::text[]) with ordinality as k(kind, n) order by n',
      [entryKinds],
    );
    expect(rows.map((row) => row.code)).toEqual(entryKinds.map((_, index) => index + 1));
    const { rows: bodies } = await db.query<{ code: Buffer }>(
      `select substring(loyalty.entry_body_v1($1, $1, 1, $1, kind, 1, $1, 'epoch', '', null, null, '', '') from 57 for 2)
         as code from unnest($2::text[]) with ordinality as k(kind, n) order by n`,
      [storeId, entryKinds],
    );
    expect(bodies.map((row) => row.code.readInt16BE())).toEqual(entryKinds.map((_, index) => index + 1));
  });

  test('derives ids that are UUIDs of the same time', async () => {
    const base = '0196f000-5555-7666-8777-888888888888';
    const { rows } = await db.query<{ id: string }>(
      'select loyalty.derived_id_v1($1, n) as id from generate_series(-1, 3) as n order by n',
      [base],
    );
    const ids = rows.map((row) => row.id);
    expect(ids[1]).toBe(base);
    expect(new Set(ids).size).toBe(5);
    for (const id of ids) expect(id).toMatch(/^0196f000-5555-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
