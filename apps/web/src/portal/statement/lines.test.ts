import type { AccountStatement, StatementEntry } from '@wafa/contract';
import { expect, test } from 'vitest';
import { shownOf } from './lines.ts';

const entry = (sequence: number, amount: number, kind = 'spend', text: string | null = '{"number":"A-1"}') =>
  ({
    sequence,
    id: `entry ${sequence} ${amount}`,
    kind,
    amount,
    occurredAt: '2026-03-10T09:00:00.000000Z',
    details: text === null ? null : { salt: '', text },
  }) as StatementEntry;

test('the sheet shows the entries of the period over all accounts, with a running balance', () => {
  const start = { balance: 0 };
  const accounts = [
    {
      account: 'a',
      start,
      entries: [entry(1, 100), entry(2, -30, 'redeem', null), entry(3, 0, 'repay'), entry(4, 9)],
    },
    { account: 'b', start: { balance: 7 }, entries: [entry(1, 5)] },
  ];
  const { opening, lines, closing } = shownOf({
    accounts: [
      { account: 'a', first: 2, last: 3 },
      { account: 'b', first: 1, last: 1 },
    ],
    statement: { accounts },
  } as unknown as AccountStatement);
  expect([opening, closing]).toEqual([107, 82]);
  expect(lines.map(({ amount, balance, type, orderNumber }) => [amount, balance, type, orderNumber])).toEqual(
    [
      [-30, 77, 'REDEEMED', null],
      [5, 82, 'EARNED', 'A-1'],
    ],
  );
});
