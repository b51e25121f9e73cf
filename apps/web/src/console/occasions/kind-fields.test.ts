import { occasionKindUpdate } from '@wafa/contract';
import { expect, test } from 'vitest';
import { everybody, fromFields, toFields } from './kind-fields.ts';

const kind = {
  kind: 'birthday',
  isActive: true,
  name: { en: 'Birthday', ar: 'عيد الميلاد' },
  calendar: 'gregorian',
  leapDay: 'feb_28',
  daysBefore: 3,
  daysAfter: 7,
  messageDaysBefore: 2,
  waitDays: 0,
  maxPerCustomer: 1,
  gifts: [
    { tier: null, gift: { type: 'points', points: 200 } },
    { tier: 'gold', gift: { type: 'text', text: { en: 'Cake', ar: 'كعكة' } } },
  ],
  updatedAt: null,
} as const;

test('what the form shows goes back as it came', () => {
  const fields = toFields({ ...kind, gifts: [...kind.gifts] }) as Record<string, unknown>;
  expect(fields.gifts).toMatchObject([{ tier: everybody }, { tier: 'gold' }]);
  const { kind: _kind, updatedAt: _updatedAt, ...terms } = kind;
  expect(occasionKindUpdate.parse(fromFields(fields))).toEqual(terms);
});

test('a gift whose type was changed keeps nothing of the other', () => {
  const gifts = [
    { tier: '', gift: { type: 'points', points: 50, rewardId: 'x', text: { en: 'a', ar: 'b' } } },
  ];
  expect(fromFields({ gifts })).toMatchObject({
    gifts: [{ tier: null, gift: { type: 'points', points: 50 } }],
  });
  expect(JSON.stringify(fromFields({ gifts }))).not.toContain('rewardId');
});

test('an emptied number of days means never', () => {
  expect(fromFields({ messageDaysBefore: null })).toMatchObject({ messageDaysBefore: null });
});
