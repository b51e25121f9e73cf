import type { Participant, Timeline } from '../../platform/module.ts';
import { shortName } from './rules.ts';
import { findPeople } from './sql-people.ts';
import { eraseRows, moveRows, readMoments, readPersonal } from './sql-personal.ts';

/** Referrals in the merging of customers, and in the export and the erasure of personal data. */
export const participant: Participant = {
  merge: (ctx, { from, into }) => moveRows(ctx.tx, ctx.storeId, from, into, null),
  unmerge: (ctx, { from, into, presented }) => moveRows(ctx.tx, ctx.storeId, into, from, presented),
  exportPersonal: async (ctx, customerId) => ({
    referrals: await readPersonal(ctx.tx, ctx.storeId, customerId),
  }),
  erasePersonal: (ctx, customerId) => eraseRows(ctx.tx, ctx.storeId, customerId, ctx.now),
};

/** Referrals in a customer's timeline: the friends they brought, and by whom they came. */
export const timeline: Timeline = {
  permission: 'referrals.read',
  async read(ctx, query) {
    const rows = await readMoments(ctx.tx, ctx.storeId, query);
    const people = await findPeople(
      ctx.tx,
      ctx.storeId,
      rows.flatMap(({ otherId }) => otherId ?? []),
    );
    return rows.map(({ id, at, kind, referralId, otherId, points }) => {
      const other = people.get(otherId ?? '');
      return {
        id,
        at,
        kind: `referral.${kind}`,
        params: { friend: other ? shortName(other, ctx.language) : '–' },
        points,
        links: { referralId },
      };
    });
  },
};
