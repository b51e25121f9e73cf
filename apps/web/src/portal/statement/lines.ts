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

/**
 * The entries of the period, account after account, each with the balance after it. What repays a debt
 * moves points within the account and changes no balance: it has no line.
 */
export function linesOf({ accounts, openingBalance, statement }: AccountStatement): Line[] {
  let balance = openingBalance;
  return statement.accounts.flatMap(({ account, entries }) => {
    const range = accounts.find((item) => item.account === account);
    return entries
      .filter(({ sequence }) => range && sequence >= range.first && sequence <= range.last)
      .filter(({ amount }) => amount !== 0)
      .map((entry) => {
        balance += entry.amount;
        return {
          ...wordsOf(entry),
          id: entry.id,
          occurredAt: entry.occurredAt,
          amount: entry.amount,
          balance,
        };
      });
  });
}

function wordsOf({ kind, details }: StatementEntry): Pick<Line, 'type' | 'orderNumber' | 'description'> {
  const told = details ? (JSON.parse(details.text) as { number?: string; description?: string }) : {};
  return {
    type: types[kind] ?? 'EARNED',
    orderNumber: told.number ?? null,
    description: told.description ?? null,
  };
}
