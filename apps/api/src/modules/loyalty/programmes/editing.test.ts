import { contract, type Program } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../../test/client.ts';
import { type TestApp, testApp } from '../../../../test/harness.ts';

const { loyalty } = contract;
let app: TestApp;
let admin: Client;
/** The rights to read and edit programmes, and Arabic. */
let arabic: Client;
beforeAll(async () => {
  app = await testApp();
  admin = await app.signIn('admin');
  const scopes = ['loyalty.read' as const, 'loyalty.edit' as const];
  const { data } = await admin.call(contract.settings.createKey, { name: 'Arabic', scopes });
  arabic = app.anonymous.with({ 'x-api-key': data.key, 'accept-language': 'ar' });
});
afterAll(() => app?.close());

const create = (fields: object = {}) =>
  admin.send('POST', loyalty.createProgram.path, { name: { en: 'Club', ar: 'النادي' }, ...fields });
const made = async (fields: object = {}) => {
  const reply = await create(fields);
  if (reply.status !== 201) throw new Error(reply.text);
  return reply.data as Program;
};
const update = (program: Program, fields: object, client = admin) =>
  client.send('PUT', `${loyalty.listPrograms.path}/${program.id}`, { version: program.version, ...fields });

describe('programmes', () => {
  it('begin with the default one; a new one has its defaults and the usual tiers', async () => {
    const { data } = await admin.call(loyalty.listPrograms, {});
    expect(data.programs).toMatchObject([{ number: 0, isDefault: true, pointsPerUnit: '1', version: 1 }]);
    const program = await made({ description: 'For members' });
    expect(program).toMatchObject({
      number: 1,
      name: { en: 'Club', ar: 'النادي' },
      description: 'For members',
      isDefault: false,
      isActive: true,
      pointsPerUnit: '1',
      pointsPerKsh: 1,
      minimumSpend: 0,
      pointWorth: null,
      pendingDays: 0,
      expiryMonths: 12,
      returnDays: 30,
      enrolment: 'automatic',
      transfers: false,
      startsAt: null,
      rules: [],
      version: 1,
    });
    expect(program.tiers.map(({ key }) => key)).toEqual(['bronze', 'silver', 'gold', 'platinum']);
    expect((await admin.call(loyalty.getProgram, { programId: program.id })).data).toEqual(program);
  });

  it('are created at the documented path with the documented name of the rate', async () => {
    const reply = await admin.send('POST', '/api/customers/loyalty/programs', {
      name: 'Green',
      isActive: false,
      pointsPerKsh: 0.25,
      minimumSpend: 1000,
    });
    expect(reply.status).toBe(201);
    expect(reply.data).toMatchObject({
      name: { en: 'Green', ar: 'Green' },
      isActive: false,
      pointsPerUnit: '0.25',
      pointsPerKsh: 0.25,
      minimumSpend: 1000,
    });
  });

  it('change by version, keep every version and say in the audit what changed', async () => {
    const program = await made();
    const rules = [{ id: 'tea', kind: 'points', points: 5, when: { skus: ['TEA'] } }];
    const changed = await update(program, { pointsPerUnit: '1.5', expiryMonths: null, rules });
    expect([changed.status, changed.data]).toMatchObject([
      200,
      {
        version: 2,
        pointsPerUnit: '1.5',
        expiryMonths: null,
        rules: [{ id: 'tea', isActive: true, per: 'order' }],
      },
    ]);
    const stale = await update(program, { pointsPerUnit: '9' }, arabic);
    expect([stale.status, stale.failure.code, stale.failure.errors[0]?.field]).toEqual([
      409,
      'conflict',
      'version',
    ]);
    expect(stale.failure.message).toMatch(/[\u0600-\u06ff]/);
    expect((await update({ ...program, version: 2 }, {})).data).toMatchObject({ version: 2 });
    const { data } = await admin.call(loyalty.programVersions, { programId: program.id });
    expect(data).toMatchObject({
      total: 2,
      versions: [
        { version: 2, settings: { pointsPerUnitE4: 15_000, rules: [{ id: 'tea' }] } },
        { version: 1, settings: { pointsPerUnitE4: 10_000, rules: [] } },
      ],
    });
    expect(data.versions[0]?.changedBy).toEqual(expect.any(String));
    const { rows } = await app.db.query(
      `select action, fields from platform.audit where entity_id = $1 order by id`,
      [program.id],
    );
    expect(rows).toEqual([
      { action: 'loyalty.createProgram', fields: [] },
      { action: 'loyalty.updateProgram', fields: ['pointsPerUnit', 'pointsPerKsh', 'expiryMonths', 'rules'] },
    ]);
  });

  it('of two who edit at once one wins', async () => {
    const program = await made();
    const replies = await Promise.all([2, 3, 4].map((points) => update(program, { pointsPerUnit: points })));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it('have one default, which can be moved', async () => {
    const other = await app.addStore();
    const owner = await app.signIn('owner', other);
    const { data } = await owner.call(loyalty.createProgram, { name: 'Second' });
    const moved = await owner.call(loyalty.makeDefaultProgram, { programId: data.id });
    expect(moved.data).toMatchObject({ id: data.id, isDefault: true });
    const { programs } = (await owner.call(loyalty.listPrograms, {})).data;
    expect(programs.map(({ number, isDefault }) => [number, isDefault])).toEqual([
      [1, true],
      [0, false],
    ]);
    const customer = await app.addCustomer({}, other);
    const till = await app.signIn('cashier', other);
    const receipt = await till.call(contract.sales.record, app.order({ customerId: customer.id }));
    expect(receipt.data.points.reason?.programId).toBe(data.id);
    expect(receipt.data.programs).toMatchObject([{ programId: programs[1]?.id, earned: 100 }]);
  });

  it('are listed by page and by whether they are active', async () => {
    const first = await admin.call(loyalty.listPrograms, { limit: 1 });
    expect(first.data).toMatchObject({ programs: [{ isDefault: true }], page: 1, limit: 1, nextCursor: '2' });
    const resting = await admin.call(loyalty.listPrograms, { isActive: 'false' });
    expect(resting.data.programs.map(({ isActive }) => isActive)).toEqual([false]);
  });

  it('end at a number that every order can bear', async () => {
    const other = await app.addStore();
    const owner = await app.signIn('owner', other);
    for (let n = 1; n < 20; n++) await owner.call(loyalty.createProgram, { name: `P${n}` });
    const refused = await owner.call(loyalty.createProgram, { name: 'P20' });
    expect([refused.status, refused.failure.code]).toEqual([409, 'too_many_programs']);
    expect(refused.failure.message).toBe('A store has at most 20 programmes.');
  });
});

describe('what is refused', () => {
  const rule = { id: 'r', kind: 'points', points: 5 };
  it.each<[string, object, string]>([
    ['no name', { name: undefined }, 'name'],
    ['a negative rate', { pointsPerUnit: -1 }, 'pointsPerUnit'],
    ['an enormous rate', { pointsPerUnit: 1_000_000 }, 'pointsPerUnit'],
    ['a rate of five digits', { pointsPerUnit: '0.12345' }, 'pointsPerUnit'],
    ['a rate that is no number', { pointsPerUnit: 'many' }, 'pointsPerUnit'],
    [
      'an end before its start',
      { startsAt: '2026-02-01T00:00:00Z', endsAt: '2026-01-01T00:00:00Z' },
      'endsAt',
    ],
    ['a field that does not exist', { bonus: 1 }, ''],
    [
      'a thousand rules',
      { rules: Array.from({ length: 1000 }, (_, n) => ({ ...rule, id: `r${n}` })) },
      'rules',
    ],
    ['two rules of one id', { rules: [rule, rule] }, 'rules.1.id'],
    ['a kind that does not exist', { rules: [{ ...rule, kind: 'magic' }] }, 'rules.0.kind'],
    ['a condition that does not exist', { rules: [{ ...rule, when: { mood: 'good' } }] }, 'rules.0.when'],
    [
      'a tier that does not exist',
      { rules: [rule, { ...rule, id: 's', when: { tiers: ['gold', 'tin'] } }] },
      'rules.1.when.tiers.1',
    ],
    [
      'a branch of nobody',
      { rules: [{ ...rule, when: { locations: ['019a0000-0000-7000-8000-000000000001'] } }] },
      'rules.0.when.locations.0',
    ],
    ['a weekday 8', { rules: [{ ...rule, when: { weekdays: [8] } }] }, 'rules.0.when.weekdays.0'],
    [
      'a rule that ends before it starts',
      { rules: [{ ...rule, startsAt: '2026-02-01T00:00:00Z', endsAt: '2026-02-01T00:00:00Z' }] },
      'rules.0.endsAt',
    ],
    [
      'a multiplier that takes away',
      { rules: [{ id: 'm', kind: 'multiplier', percent: 50 }] },
      'rules.0.percent',
    ],
    [
      'an event that does not exist',
      { rules: [{ id: 'e', kind: 'event', event: 'sneeze', points: 1 }] },
      'rules.0.event',
    ],
  ])('%s', async (_, fields, field) => {
    const refused = await create(fields);
    expect([refused.status, refused.failure.code]).toEqual([400, 'validation']);
    expect(refused.failure.errors.map((error) => error.field)).toContain(field);
  });

  it('says so in Arabic too', async () => {
    const program = await made();
    const rules = [{ ...rule, when: { tiers: ['tin'] } }];
    const refused = await update(program, { rules }, arabic);
    expect(refused.failure.errors).toEqual([
      { field: 'rules.0.when.tiers.0', message: 'لا توجد في البرنامج فئة كهذه.' },
    ]);
  });

  it('a change of dates that leaves the end before the start', async () => {
    const program = await made({ startsAt: '2026-02-01T00:00:00Z' });
    const refused = await update(program, { endsAt: '2026-01-01T00:00:00Z' });
    expect([refused.status, refused.failure.errors[0]?.field]).toEqual([400, 'endsAt']);
  });

  it('a programme of another store', async () => {
    const elsewhere = await (await app.signIn('owner', await app.addStore())).call(loyalty.createProgram, {
      name: 'X',
    });
    const programId = elsewhere.data.id;
    const replies = await Promise.all([
      admin.call(loyalty.getProgram, { programId }),
      admin.call(loyalty.updateProgram, { programId, version: 1 }),
      admin.call(loyalty.makeDefaultProgram, { programId }),
      admin.call(loyalty.programVersions, { programId }),
      admin.call(loyalty.joinProgram, { programId, customerId: (await app.addCustomer()).id }),
      admin.call(loyalty.quoteProgram, { programId, lines: [{ sku: 'A', total: 1 }] }),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
  });

  it('writing without the right to edit, reading without the right to read', async () => {
    const marketer = await app.signIn('marketer');
    expect((await marketer.call(loyalty.listPrograms, {})).status).toBe(200);
    expect((await marketer.call(loyalty.createProgram, { name: 'Mine' })).status).toBe(403);
    const cashier = await app.signIn('cashier');
    expect((await cashier.call(loyalty.listPrograms, {})).status).toBe(403);
  });
});
