import type { InputOf, Referral, referralsContract } from '@wafa/contract';
import { byteOrderMark, csvLine } from '../../platform/csv.ts';
import type { Download, PageRunner } from '../../platform/http/bind.ts';
import { exportPage } from './desk.ts';

const pageSize = 500;

const columns: readonly (readonly [string, (referral: Referral) => string | number | boolean | null])[] = [
  ['id', (referral) => referral.id],
  ['stage', (referral) => referral.stage],
  ['review', (referral) => referral.review],
  ['concerns', (referral) => referral.concerns.join(' ')],
  ['code', (referral) => referral.code],
  ['referrerId', (referral) => referral.referrer.id],
  ['referrer', (referral) => referral.referrer.name],
  ['friendId', (referral) => referral.friend?.id ?? null],
  ['friend', (referral) => referral.friend?.name ?? null],
  ['orderId', (referral) => referral.orderId],
  ['orderTotal', (referral) => referral.orderTotal],
  ['currency', (referral) => referral.currency],
  ['referrerPoints', (referral) => referral.referrerPoints],
  ['friendPoints', (referral) => referral.friendPoints],
  ['capped', (referral) => referral.capped],
  ['rejection', (referral) => referral.rejection],
  ['createdAt', (referral) => referral.createdAt],
  ['joinedAt', (referral) => referral.joinedAt],
  ['qualifiedAt', (referral) => referral.qualifiedAt],
  ['rewardDueAt', (referral) => referral.rewardDueAt],
  ['rewardedAt', (referral) => referral.rewardedAt],
  ['rejectedAt', (referral) => referral.rejectedAt],
];

/** The referrals of a filter as CSV, newest first; each page is read in a short transaction of its own. */
export async function exportReferrals(
  page: PageRunner,
  input: InputOf<typeof referralsContract.exportList>,
): Promise<Download> {
  type Place = Parameters<typeof exportPage>[2];
  const read = (before: Place) => page((ctx) => exportPage(ctx, input, before, pageSize));
  // Read before the reply begins, so that a fault of the filter is still answered as one.
  const first = await read(null);
  async function* rows() {
    yield byteOrderMark + csvLine(columns.map(([name]) => name));
    for (let found = first; ; found = await read(found.last)) {
      for (const referral of found.referrals) yield csvLine(columns.map(([, value]) => value(referral)));
      if (!found.last) return;
    }
  }
  return { contentType: 'text/csv; charset=utf-8', fileName: 'referrals.csv', chunks: rows() };
}
