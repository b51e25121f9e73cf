import type { Customer, Duplicate } from '@wafa/contract';
import { translate } from '@wafa/i18n';
import type { Ctx } from '../../../platform/context.ts';
import { showCustomers } from '../profile/present.ts';
import { certaintyOf, survivorOf } from './rules.ts';
import type { PairRow } from './sql-pairs.ts';

/** Pairs as the contract shows them, with both customers and the reasons in the caller's language. */
export async function showPairs(ctx: Ctx, rows: readonly PairRow[]): Promise<Duplicate[]> {
  const ids = new Set(rows.flatMap(({ aId, bId }) => [aId, bId]));
  const shown = new Map((await showCustomers(ctx, [...ids])).map((customer) => [customer.id, customer]));
  return rows.flatMap((row) => {
    const [a, b] = [shown.get(row.aId), shown.get(row.bId)];
    return a && b ? [toDuplicate(ctx, row, [a, b])] : [];
  });
}

function toDuplicate(ctx: Ctx, row: PairRow, customers: [Customer, Customer]): Duplicate {
  return {
    id: row.id,
    score: row.score,
    certainty: certaintyOf(row.score),
    status: row.status,
    customers,
    survivorId: survivorOf(customers),
    reasons: row.reasons.flatMap(({ field, level, weight }) =>
      level === 'missing'
        ? []
        : [
            {
              field,
              level,
              weight: Math.round(weight * 10) / 10,
              message: translate(ctx.language, `duplicates.${field}.${level}`),
            },
          ],
    ),
    foundAt: row.foundAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    decidedBy: row.decidedBy,
  };
}
