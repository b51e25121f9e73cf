import type { Customer } from '@wafa/contract';
import type { Reason } from '@wafa/matching';
import { expect, it } from 'vitest';
import {
  agreesBeyondName,
  certaintyOf,
  concernsMatching,
  fingerprintOf,
  forStore,
  progressOf,
  readCursor,
  survivorOf,
  writeCursor,
} from './rules.ts';

const reason = (field: Reason['field'], level: Reason['level'] = 'exact', weight = 3): Reason => ({
  field,
  level,
  weight,
});
const names = [reason('given'), reason('family')];

it.each<[boolean, Reason[]]>([
  [false, names],
  [false, [...names, reason('suburb'), reason('state')]],
  [false, [...names, reason('street')]],
  [false, [...names, reason('birthday', 'distant'), reason('phone', 'differ')]],
  [false, [...names, reason('phone', 'exact', -1)]],
  [true, [...names, reason('birthday', 'close')]],
  [true, [...names, reason('phone')]],
  [true, [...names, reason('street'), reason('number')]],
])('agreeing beyond the name is %s for %j', (expected, reasons) => {
  expect(agreesBeyondName(reasons)).toBe(expected);
});

it('puts the score into words', () => {
  expect([0.5, 0.899, 0.9, 0.989, 0.99, 1].map(certaintyOf)).toEqual([
    'possible',
    'possible',
    'likely',
    'likely',
    'certain',
    'certain',
  ]);
});

it('follows changes of what is compared only', () => {
  expect(concernsMatching(['tags', 'language'])).toBe(false);
  expect(concernsMatching(['tags', 'phone'])).toBe(true);
  expect(concernsMatching(['status'])).toBe(true);
});

it('scales a sample’s model to the store, never up', () => {
  const model = { prior: 0.4, household: 0.2 } as Parameters<typeof forStore>[0];
  expect(forStore(model, 100, 400)).toMatchObject({ prior: 0.1, household: 0.05 });
  expect(forStore(model, 100, 50)).toMatchObject({ prior: 0.4, household: 0.2 });
});

it('suggests as survivor who has more orders, else who came first', () => {
  const one = { id: 'one', totalOrders: 2, createdAt: '2026-02-01T00:00:00.000Z' } as Customer;
  const other = { id: 'other', totalOrders: 1, createdAt: '2026-01-01T00:00:00.000Z' } as Customer;
  expect(survivorOf([one, other])).toBe('one');
  expect(survivorOf([other, one])).toBe('one');
  expect(survivorOf([one, { ...other, totalOrders: 2 }])).toBe('other');
});

it('counts reading and comparing as halves of the way', () => {
  expect(progressOf({ phase: 'reading', total: 100, read: 50, done: 0 })).toBe(0.25);
  expect(progressOf({ phase: 'comparing', total: 100, read: 110, done: 110 })).toBe(0.99);
  expect(progressOf({ phase: 'reading', total: 0, read: 0, done: 0 })).toBe(0);
  expect(progressOf({ phase: 'done', total: 100, read: 100, done: 99 })).toBe(1);
});

it('reads back its cursors and no others', () => {
  const cursor = { score: 0.5 + Number.EPSILON, weight: 12.25, id: crypto.randomUUID(), page: 3 };
  expect(readCursor(writeCursor(cursor))).toEqual(cursor);
  for (const wrong of ['', 'x', '!', Buffer.from('[1,2,3]').toString('base64url')])
    expect(readCursor(wrong)).toBeUndefined();
});

it('fingerprints what is compared, not who it is', () => {
  const customer = {
    id: 'a',
    firstName: 'Sara',
    lastName: 'Ali',
    firstNameAr: null,
    lastNameAr: null,
    birthday: null,
    phone: null,
    email: null,
    addresses: [],
  };
  const print = fingerprintOf(customer, customer);
  expect(fingerprintOf({ ...customer, id: 'b' }, customer)).toBe(print);
  expect(fingerprintOf({ ...customer, birthday: '1990-01-01' }, customer)).not.toBe(print);
});
