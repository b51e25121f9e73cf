import type { InputOf, loyaltyRewardsContract, Reward } from '@wafa/contract';
import { byteOrderMark, csvLine } from '../../../platform/csv.ts';
import type { Download, PageRunner } from '../../../platform/http/bind.ts';
import { exportPage } from './catalogue.ts';

const pageSize = 500;

const columns: readonly (readonly [string, (reward: Reward) => string | number | boolean | null])[] = [
  ['id', (reward) => reward.id],
  ['nameEn', (reward) => reward.name.en],
  ['nameAr', (reward) => reward.name.ar],
  ['rewardType', (reward) => reward.rewardType],
  ['rewardValue', (reward) => reward.rewardValue],
  ['currency', (reward) => reward.currency],
  ['sku', (reward) => reward.sku],
  ['pointsCost', (reward) => reward.pointsCost],
  ['redeemed', (reward) => reward.redeemed],
  ['left', (reward) => reward.left],
  ['perCustomer', (reward) => reward.perCustomer],
  ['validFrom', (reward) => reward.validFrom],
  ['validUntil', (reward) => reward.validUntil],
  ['tiers', (reward) => reward.tiers.join(' ')],
  ['segments', (reward) => reward.segments.join(' ')],
  ['isActive', (reward) => reward.isActive],
  ['archivedAt', (reward) => reward.archivedAt],
];

/** The rewards of a filter as CSV; each page is read in a short transaction of its own. */
export async function exportRewards(
  page: PageRunner,
  input: InputOf<typeof loyaltyRewardsContract.exportRewards>,
): Promise<Download> {
  async function* rows() {
    yield byteOrderMark + csvLine(columns.map(([name]) => name));
    for (let offset = 0; ; offset += pageSize) {
      const found = await page((ctx) => exportPage(ctx, input, { limit: pageSize, offset }));
      for (const reward of found) yield csvLine(columns.map(([, value]) => value(reward)));
      if (found.length < pageSize) return;
    }
  }
  return { contentType: 'text/csv; charset=utf-8', fileName: 'rewards.csv', chunks: rows() };
}
