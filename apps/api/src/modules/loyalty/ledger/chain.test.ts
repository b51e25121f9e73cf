import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cloneDatabase, type TestDatabase } from '../../../../test/database.ts';
import {
  businessKey,
  type ChainEntry,
  detailsCommitment,
  entryHash,
  entryKinds,
  genesis,
  type Movement,
  movementsDigest,
} from './chain.ts';

/** Computed from the layout in ledger/chain.sql by a third hand (Python's struct); they must never change. */
const golden = {
  key: '39bc080b48ecd0e998636ddda6aace6d0aef7a5b8eee7ebdb9b1fabc19be5a51',
  movements: '900073de095d375201c2f7bcb282e64d032e588adae947857a9f10dbff053d07',
  details: 'fb2748885590df3adfabe58a24e229820941f604f03a6cdaf77e75696f86d56a',
  first: '3eb030cf562c3237527ee70f95d39128e99f7d83d55a387070ffbd972d994d3c',
  second: '2c7222b0d52f1ed1ae4de8104074d579fe784e366b4f6ea69a22af1e696e8f9a',
};

const storeId = '0196f000-0000-7000-8000-000000000001';
const accountId = '0196f000-0000-7000-8000-0000000000aa';
const lotId = '0196f000-1111-7222-8333-444444444444';
const salt = Uint8Array.from({ length: 32 }, (_, index) => index);
const details = Buffer.from('{"description":"قهوة"}');

const key = { kind: 'credit', source: 'متجر', sourceId: 'order-1001', line: 0 };
const movements: Movement[] = [
  { lotId, delta: 125n, availableFrom: 1_773_133_200_123_456n, expiresAt: 1_806_440_400_000_000n },
  { lotId, delta: -5n, availableFrom: -1n, expiresAt: null },
];
const first: ChainEntry = {
  storeId,
  accountId,
  sequence: 1n,
  id: '0196f000-5555-7666-8777-888888888888',
  kind: 'spend',
  amount: 120n,
  counterId: '00000000-0000-8000-8000-000000000001',
  occurredAt: 1_773_133_200_123_456n,
  businessKey: businessKey(key),
  ruleId: '0196f000-9999-7aaa-8bbb-cccccccccccc',
  ruleVersion: 3,
  movementsDigest: movementsDigest(movements),
  detailsCommitment: detailsCommitment(salt, details),
};
const second: ChainEntry = {
  ...first,
  sequence: 2n,
  id: lotId,
  kind: 'repay',
  amount: 0n,
  counterId: accountId,
  occurredAt: -1n,
  ruleId: null,
  ruleVersion: null,
  movementsDigest: movementsDigest([]),
};

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('TypeScript hashes the golden vectors', () => {
  expect(hex(businessKey(key))).toBe(golden.key);
  expect(hex(movementsDigest(movements))).toBe(golden.movements);
  expect(hex(detailsCommitment(salt, details))).toBe(golden.details);
  const head = entryHash(genesis, first);
  expect(hex(head)).toBe(golden.first);
  expect(hex(entryHash(head, second))).toBe(golden.second);
});

test('every field of an entry is in its hash', () => {
  const other: ChainEntry = {
    storeId: accountId,
    accountId: storeId,
    sequence: 9n,
    id: accountId,
    kind: 'manual',
    amount: 121n,
    counterId: storeId,
    occurredAt: 0n,
    businessKey: salt,
    ruleId: null,
    ruleVersion: 4,
    movementsDigest: salt,
    detailsCommitment: salt,
  };
  const hashes = Object.entries(other).map(([field, value]) =>
    hex(entryHash(genesis, { ...first, [field]: value })),
  );
  const all = new Set([golden.first, hex(entryHash(salt, first)), ...hashes]);
  expect(all.size).toBe(Object.keys(other).length + 2);
});

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
  const body = (entry: ChainEntry) => [
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
