import type { ListedOccasionRecord, OccasionRecord } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import * as loyalty from '../../loyalty/index.ts';
import { type Kinds, nameOf, personOf, presentGift, rewardNamesOf } from '../present.ts';
import { partsOf } from '../rules.ts';
import type { ListedRow, RecordRow } from './sql.ts';

/** Records as they are shown; names of rewards and codes by one query each, for any number. */
export async function showRecords(
  ctx: Ctx,
  rows: readonly RecordRow[],
  kinds: Kinds,
): Promise<OccasionRecord[]> {
  const [rewards, redemptions] = await Promise.all([
    rewardNamesOf(
      ctx,
      rows.map(({ gift }) => gift),
    ),
    loyalty.redemptionsOf(
      ctx,
      rows.flatMap(({ redemptionId }) => redemptionId ?? []),
    ),
  ]);
  return rows.map((row) => {
    const redemption = row.redemptionId === null ? undefined : redemptions.get(row.redemptionId);
    return {
      id: row.id,
      customerId: row.customerId,
      occasion: row.kind === 'own' ? row.dateId : row.kind,
      kind: row.kind,
      name: nameOf(row, kinds),
      calendar: row.calendar,
      on: row.fallsOn,
      hijri: partsOf(row.fallsOn, 'hijri'),
      year: row.fallYear,
      count: row.years,
      status: row.status,
      gift: presentGift(row.gift, rewards),
      redemption: redemption
        ? { id: redemption.id, code: redemption.code, expiresAt: redemption.expiresAt }
        : null,
      at: row.happenedAt.toISOString(),
    };
  });
}

/** Records of a list over everybody, with their people. */
export async function showListed(
  ctx: Ctx,
  rows: readonly ListedRow[],
  kinds: Kinds,
): Promise<ListedOccasionRecord[]> {
  const shown = await showRecords(ctx, rows, kinds);
  return shown.map((record, index) => ({ ...record, ...personOf(rows[index] as ListedRow) }));
}
