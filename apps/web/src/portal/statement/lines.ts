import type { AccountStatement, LoyaltyTransaction, StatementEntry } from '@wafa/contract';

/** A line of the printed statement. */
export interface Line {
  id: string;
  occurredAt: string;
  type: LoyaltyTransaction['type'];
  orderNumber: string | null;
  description: string | null;
  amount: number;
  /** Over all accounts, after this line. */
  balance: number;
}

const types: Record<string, LoyaltyTransaction['type']> = {
  redeem: 'REDEEMED',
  expire: 'EXPIRED',
  adjust: 'ADJUSTED',
  reverse: 'REVERSED',
  return: 'REVERSED',
  repay: 'REVERSED',
  cancel: 'REVERSED',
  transfer: 'TRANSFERRED',
};

/** What the sheet shows, all of it from the part that proves itself. */
export interface Shown {
  opening: number;
  lines: Line[];
  closing: number;
}

/**
 * The entries of the period, account after account, each with the balance after it. What repays a debt
 * moves points within the account and changes no balance: it has no line.
 */
export function shownOf({ accounts, statement }: AccountStatement): Shown {
  const chains = statement.accounts.map(({ account, start, entries }) => {
    const { first, last } = accounts.find((item) => item.account === account) ?? { first: 1, last: 0 };
    const before = entries.filter(({ sequence }) => sequence < first);
    return {
      opening: before.reduce((sum, { amount }) => sum + amount, start.balance),
      entries: entries.filter(({ sequence }) => sequence >= first && sequence <= last),
    };
  });
  const opening = chains.reduce((sum, chain) => sum + chain.opening, 0);
  let balance = opening;
  const lines = chains
    .flatMap(({ entries }) => entries)
    .filter(({ amount }) => amount !== 0)
    .map((entry) => {
      balance += entry.amount;
      const { id, occurredAt, amount } = entry;
      return { ...wordsOf(entry), id, occurredAt, amount, balance };
    });
  return { opening, lines, closing: balance };
}

function wordsOf({ kind, details }: StatementEntry): Pick<Line, 'type' | 'orderNumber' | 'description'> {
  const told = details ? (JSON.parse(details.text) as { number?: string; description?: string }) : {};
  return {
    type: types[kind] ?? 'EARNED',
    orderNumber: told.number ?? null,
    description: told.description ?? null,
  };
}
