import { contract, type RuleGroup } from '@wafa/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../../test/harness.ts';
import { allOf, anyOf, evaluateAll, named, rule } from './fixtures.ts';

const { segments: api } = contract;

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app?.close());

const marketer = () => app.signIn('marketer');
const add = async (key: string, rules: RuleGroup) =>
  (await marketer()).call(api.addSegment, { key, kind: 'dynamic', name: named(key), rules });
const placesOf = async (customerId: string) =>
  (await (await marketer()).call(api.ofCustomer, { customerId })).data;
const keysOf = async (customerId: string) =>
  (await placesOf(customerId)).segments.map(({ key }) => key).sort();
const outbox = async (name: string) =>
  (await app.db.query('select payload from platform.outbox where name = $1 order by id', [name])).rows.map(
    ({ payload }) => payload,
  );

describe('an evaluation of the store', () => {
  it('runs as a job, fills sizes, and says how fresh each segment is', async () => {
    const { id } = await app.addCustomer();
    const staff = await marketer();
    const { data } = await staff.call(api.update, {});
    expect(data.evaluation).toMatchObject({ status: 'QUEUED', cause: 'full' });
    const evaluationId = data.evaluation?.id ?? '';
    expect((await staff.call(api.update, {})).data.evaluation?.id).toBe(evaluationId);
    await evaluateAll(app);
    const ended = await staff.call(api.evaluation, { evaluationId });
    expect(ended.data).toMatchObject({ status: 'DONE', progress: 1, entered: 1 });
    const { data: listed } = await staff.call(api.segments, {});
    const fresh = listed.segments.find(({ key }) => key === 'new');
    expect(fresh).toMatchObject({ kind: 'builtin', evaluatedBy: 'full', size: 1, isEditable: false });
    expect(listed.lastFull?.id).toBe(evaluationId);
    expect(await keysOf(id)).toEqual(['new']);
    const { data: members } = await staff.call(api.members, { key: 'new' });
    expect(members.members[0]).toMatchObject({
      customerId: id,
      why: { figures: { orders: 0, joinedDays: 0 } },
    });
    const { days } = (await staff.call(api.sizes, { key: 'new' })).data;
    expect(days.at(-1)).toMatchObject({ size: 1, entered: 1, left: 0 });
    expect(await outbox('segment.entered')).toEqual([]);
  });
});

describe('an order', () => {
  it('moves its customer in its own commit, and a refund back', async () => {
    await add('spenders', allOf(rule('total_spent', '>=', 10_000)));
    await evaluateAll(app);
    const { id } = await app.addCustomer();
    const receipt = await app.record({ customerId: id });
    expect(await keysOf(id)).toEqual(expect.arrayContaining(['new', 'occasional', 'spenders']));
    const entered = (await outbox('segment.entered')).filter(({ customerIds }) => customerIds.includes(id));
    expect(entered.map(({ segment }) => segment)).toEqual(expect.arrayContaining(['spenders', 'occasional']));
    const admin = await app.signIn('admin');
    await admin.call(contract.sales.refund, {
      source: 'till',
      refundId: `R-${id}`,
      orderId: receipt.orderId,
    });
    expect(await keysOf(id)).not.toContain('spenders');
    expect(await keysOf(id)).not.toContain('occasional');
  });

  it('that arrives later as delivered moves its customer then', async () => {
    const { id } = await app.addCustomer();
    const receipt = await app.record({ customerId: id, status: 'placed' });
    expect(await keysOf(id)).not.toContain('occasional');
    const admin = await app.signIn('admin');
    await admin.call(contract.sales.advance, {
      orderId: receipt.orderId,
      source: 'shop',
      eventId: `E-${id}`,
      status: 'delivered',
    });
    expect(await keysOf(id)).toContain('occasional');
  });
});

describe('rules', () => {
  it('are refused with the place of each fault', async () => {
    const reply = await add(
      'faulty',
      allOf(
        rule('shoe_size', '=', 42),
        anyOf(
          rule('total_spent', 'contains', '5'),
          rule('total_orders', '>', 'many'),
          rule('type', '=', 'alien'),
        ),
        rule('product_bought', '>=', 1),
        rule('segment', '=', 'nowhere'),
        rule('total_orders', 'between', [9, 2]),
        rule('orders_in', '>', 1, { days: 0 }),
        rule('orders_in', '>', 1, { hours: 3 }),
      ),
    );
    expect([reply.status, reply.failure.code]).toEqual([400, 'segment_rules_invalid']);
    expect(reply.failure.errors.map(({ field }) => field)).toEqual([
      'rules.rules[0].field',
      'rules.rules[1].rules[0].operator',
      'rules.rules[1].rules[1].value',
      'rules.rules[1].rules[2].value',
      'rules.rules[2].args.sku',
      'rules.rules[3].value',
      'rules.rules[4].value',
      'rules.rules[5].args.days',
      'rules.rules[6].args.hours',
    ]);
    expect(reply.failure.errors[0]?.message).toBe('There is no such field.');
  });

  it('of too many nodes or too deep are refused', async () => {
    const many = await add('many', allOf(...Array.from({ length: 2_000 }, () => rule('visits', '>', 1))));
    expect([many.status, many.failure.errors[0]?.message]).toEqual([
      400,
      'There is room for 200 rules and groups.',
    ]);
    const levels = 3_000;
    const rules = `${'{"combinator":"and","rules":['.repeat(levels)}${']}'.repeat(levels)}`;
    const body = `{"key":"deep","kind":"dynamic","name":{"en":"Deep","ar":"عميقة"},"rules":${rules}}`;
    const nested = await (await marketer()).send('POST', '/api/v1/segments', body);
    expect([nested.status, nested.failure.errors[0]?.message]).toEqual([
      400,
      'Groups can stand at most 8 deep in one another.',
    ]);
  });

  it('name other segments, which are found first; a circle is refused with its place', async () => {
    const { id } = await app.addCustomer();
    await app.record({ customerId: id });
    await add('base', allOf(rule('total_orders', '>=', 1)));
    await add('upper', allOf(rule('segment', '=', 'base'), rule('segment', 'notIn', ['churned'])));
    await evaluateAll(app);
    expect(await keysOf(id)).toEqual(expect.arrayContaining(['base', 'upper']));
    const staff = await marketer();
    const circle = await staff.call(api.changeSegment, {
      key: 'base',
      rules: allOf(rule('visits', '>', 0), anyOf(rule('segment', 'in', ['vip', 'upper']))),
    });
    expect([circle.status, circle.failure.code]).toEqual([400, 'segment_cycle']);
    expect(circle.failure.errors[0]?.field).toBe('rules.rules[1].rules[0].value');
    const itself = await staff.call(api.changeSegment, {
      key: 'base',
      rules: allOf(rule('segment', '=', 'base')),
    });
    expect(itself.failure.code).toBe('segment_cycle');
    const used = await staff.call(api.archiveSegment, { key: 'base' });
    expect([used.status, used.failure.code]).toEqual([409, 'segment_in_use']);
    expect((await staff.call(api.segment, { key: 'base' })).data.usedBy).toEqual(['upper']);
  });

  it('are previewed with size, share, ten customers and words, and nothing is written', async () => {
    const { id } = await app.addCustomer({ tags: ['tea'] });
    const staff = await marketer();
    const { data } = await staff.call(api.preview, {
      rules: allOf(rule('tag', '=', 'tea'), rule('total_orders', '<', 1)),
    });
    expect(data).toMatchObject({ size: 1, isEstimate: false });
    expect(data.share).toBeCloseTo(1 / data.customers);
    expect(data.sample.map(({ customerId }) => customerId)).toEqual([id]);
    expect(data.sentence.en).toBe('Tag is tea and Number of orders is below 1');
    expect(data.sample[0]?.why.figures).toEqual({ total_orders: 0 });
    const everybody = await staff.call(api.preview, { rules: allOf() });
    expect(everybody.data.size).toBe(everybody.data.customers);
  });

  it('are changed by version; each version stays to be read', async () => {
    const staff = await marketer();
    const made = await add('versioned', allOf(rule('visits', '>=', 1)));
    expect(made.status).toBe(201);
    const rules = allOf(rule('visits', '>=', 2));
    const changed = await staff.call(api.changeSegment, { key: 'versioned', rules, version: 1 });
    expect(changed.data).toMatchObject({ version: 2, rules });
    const stale = await staff.call(api.changeSegment, { key: 'versioned', rules, version: 1 });
    expect(stale.failure.code).toBe('conflict');
    const { versions } = (await staff.call(api.versions, { key: 'versioned' })).data;
    expect(versions.map(({ version }) => version)).toEqual([2, 1]);
    const { rows } = await app.db.query(
      `select action, fields from platform.audit where entity = 'segment' and entity_id = 'versioned' order by at, id`,
    );
    expect(rows.map(({ action }) => action)).toEqual(['segments.add', 'segments.change']);
    expect(rows[1].fields).toEqual(['rules']);
  });

  it('have fields and choices in both languages', async () => {
    const staff = await marketer();
    const { data } = await staff.call(api.fields, {});
    for (const { field, label, help, groupLabel, args } of data.fields)
      for (const said of [label, help, groupLabel, ...args.map((arg) => arg.label)])
        for (const text of [said.en, said.ar]) expect(text, field).not.toMatch(/^segment\./);
    const segments = await staff.call(api.fieldValues, { field: 'segment', query: 'champ' });
    expect(segments.data.values).toEqual([
      { value: 'rfm_champions', label: { en: 'Champions', ar: 'الأفضل' } },
    ]);
    for (const { field, source, args } of data.fields) {
      if (source === 'search') expect((await staff.call(api.fieldValues, { field })).status, field).toBe(200);
      for (const arg of args.filter((one) => one.source === 'search'))
        expect((await staff.call(api.fieldValues, { field, arg: arg.name })).status, field).toBe(200);
    }
    expect((await staff.call(api.fieldValues, { field: 'constructor' })).status).toBe(404);
  });
});

describe('built-in segments', () => {
  it('keep their definition; what customers read of them can be changed', async () => {
    const staff = await marketer();
    const name = await staff.call(api.changeSegment, { key: 'vip', name: named('Stars') });
    expect([name.status, name.failure.code]).toEqual([409, 'segment_builtin']);
    expect((await staff.call(api.archiveSegment, { key: 'vip' })).failure.code).toBe('segment_builtin');
    const members = await staff.call(api.changeMembers, { key: 'vip', add: [(await app.addCustomer()).id] });
    expect(members.failure.code).toBe('segment_not_manual');
    const benefit = { title: named('Free delivery'), text: null };
    const changed = await staff.call(api.changeSegment, { key: 'new', benefits: [benefit] });
    expect(changed.data).toMatchObject({ benefits: [benefit], name: { en: 'New' }, version: 2 });
  });
});

describe('manual segments', () => {
  const manual = async (key: string) =>
    (await marketer()).call(api.addSegment, { key, kind: 'manual', name: named(key) });

  it('have members put in and taken out, by whom and why; rules that name them follow at once', async () => {
    const staff = await marketer();
    await manual('friends');
    await add('friends_of_tea', allOf(rule('segment', '=', 'friends')));
    await evaluateAll(app);
    const one = await app.addCustomer();
    const two = await app.addCustomer();
    const added = await staff.call(api.changeMembers, {
      key: 'friends',
      add: [one.id, two.cardNumber],
      reason: 'Opened the shop with us',
    });
    expect(added.data).toEqual({ added: 2, removed: 0, size: 2 });
    expect(await keysOf(one.id)).toEqual(expect.arrayContaining(['friends', 'friends_of_tea']));
    const listed = (await staff.call(api.members, { key: 'friends' })).data.members;
    expect(listed[0]?.why.sentence.en).toBe('Put in by hand: Opened the shop with us');
    expect(listed[0]?.addedBy).toBeTruthy();
    const again = await staff.call(api.update, { segment: 'friends', add: [one.id], remove: [two.id] });
    expect(again.data.members).toEqual({ added: 0, removed: 1, size: 1 });
    expect(await keysOf(two.id)).not.toContain('friends_of_tea');
    const { movements } = (await staff.call(api.history, { key: 'friends' })).data;
    expect(movements.map(({ kind }) => kind).sort()).toEqual(['entered', 'entered', 'left']);
    expect(movements.find(({ kind }) => kind === 'left')).toMatchObject({
      cause: 'manual',
      customerId: two.id,
    });
  });

  it('take nobody of another store, and then nobody at all', async () => {
    await manual('locals');
    const other = await app.addStore();
    const stranger = await app.addCustomer({}, other);
    const own = await app.addCustomer();
    const staff = await marketer();
    const reply = await staff.call(api.changeMembers, { key: 'locals', add: [own.id, stranger.id] });
    expect([reply.status, reply.failure.errors[0]?.field]).toEqual([404, 'add[1]']);
    expect(await keysOf(own.id)).not.toContain('locals');
    const abroad = await app.signIn('marketer', other);
    expect((await abroad.call(api.segment, { key: 'locals' })).status).toBe(404);
    expect((await abroad.call(api.members, { key: 'locals' })).status).toBe(404);
    expect((await abroad.call(api.changeMembers, { key: 'locals', add: [stranger.id] })).status).toBe(404);
    expect((await abroad.call(api.ofCustomer, { customerId: own.id })).status).toBe(404);
    const named = await abroad.call(api.preview, { rules: allOf(rule('segment', '=', 'locals')) });
    expect(named.failure.code).toBe('segment_rules_invalid');
  });

  it('leave as a file, page by page, and are emptied when put away', async () => {
    await manual('listed');
    const staff = await marketer();
    const ids = await Promise.all(Array.from({ length: 5 }, async () => (await app.addCustomer()).id));
    await staff.call(api.changeMembers, { key: 'listed', add: ids });
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const { data } = await staff.call(api.members, { key: 'listed', limit: 2, cursor });
      paged.push(...data.members.map(({ customerId }) => customerId));
      cursor = data.nextCursor ?? undefined;
    } while (cursor);
    expect([...paged].sort()).toEqual([...ids].sort());
    expect((await staff.call(api.members, { key: 'listed', cursor: 'x' })).failure.code).toBe(
      'cursor_invalid',
    );
    const file = await staff.send('GET', '/api/v1/segments/listed/members.csv');
    expect(file.text.trim().split('\r\n')).toHaveLength(6);
    const archived = await staff.call(api.archiveSegment, { key: 'listed' });
    expect(archived.data).toMatchObject({ size: 0 });
    expect((await staff.call(api.changeMembers, { key: 'listed', add: ids })).failure.code).toBe(
      'segment_archived',
    );
    expect((await staff.call(api.restoreSegment, { key: 'listed' })).data.archivedAt).toBeNull();
  });

  it('have keys of their own, once, and none that the product uses', async () => {
    await manual('taken');
    expect((await manual('taken')).failure.code).toBe('segment_key_taken');
    expect((await manual('vip')).failure.code).toBe('segment_key_taken');
    expect((await manual('rfm_mine')).status).toBe(400);
    expect((await manual('settings')).status).toBe(400);
    const made = await (await marketer()).call(api.addSegment, { kind: 'manual', name: named('Our Taken!') });
    expect(made.data.key).toBe('our_taken');
    const ruled = await (await marketer()).call(api.addSegment, { kind: 'dynamic', name: named('No rules') });
    expect([ruled.status, ruled.failure.errors[0]?.field]).toEqual([400, 'rules']);
  });
});

describe('documented paths', () => {
  it('answer as the canonical ones', async () => {
    const staff = await marketer();
    const { id } = await app.addCustomer();
    const one = await staff.send('GET', `/api/segmentation/customer/${id}`);
    expect(one.data).toEqual(await placesOf(id));
    expect((await staff.send('GET', '/api/segmentation/segments')).status).toBe(200);
    const updated = await staff.send('PUT', '/api/segmentation/update', { customerId: id });
    expect(updated.data).toMatchObject({ customer: { customerId: id } });
    const listed = await staff.send('GET', '/api/customers/segment?segment=new');
    expect(listed.status).toBe(200);
  });

  it('ask for permission: a cashier neither reads nor changes segments, an analyst only reads', async () => {
    const cashier = await app.signIn('cashier');
    expect((await cashier.call(api.segments, {})).status).toBe(403);
    const analyst = await app.signIn('analyst');
    expect((await analyst.call(api.segments, {})).status).toBe(200);
    expect((await analyst.call(api.update, {})).status).toBe(403);
  });
});
