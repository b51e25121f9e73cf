import { sql } from 'kysely';
import type { Tx } from '../../platform/db/transaction.ts';
import type { Programme } from './rules.ts';

/** The store's own programme; undefined where it never changed the defaults. */
export async function findProgramme(tx: Tx, storeId: string): Promise<Programme | undefined> {
  const { rows } = await sql<Programme>`
    select is_active as "isActive", valid_from as "validFrom", valid_until as "validUntil",
           referrer_points as "referrerPoints", friend_points as "friendPoints", minimum_order as "minimumOrder",
           holding_days as "holdingDays", join_days as "joinDays", order_days as "orderDays",
           cap_rewards as "capRewards", cap_days as "capDays", invites_per_day as "invitesPerDay",
           reviews_all as "reviewsAll", reviews_network as "reviewsNetwork", message_en as "messageEn",
           message_ar as "messageAr", updated_at as "updatedAt"
      from referrals.settings where store_id = ${storeId}`.execute(tx);
  return rows[0];
}

export async function putProgramme(tx: Tx, storeId: string, row: Programme): Promise<void> {
  await sql`
    insert into referrals.settings as t (store_id, is_active, valid_from, valid_until, referrer_points,
      friend_points, minimum_order, holding_days, join_days, order_days, cap_rewards, cap_days, invites_per_day,
      reviews_all, reviews_network, message_en, message_ar, updated_at)
    values (${storeId}, ${row.isActive}, ${row.validFrom}, ${row.validUntil}, ${row.referrerPoints},
      ${row.friendPoints}, ${row.minimumOrder}, ${row.holdingDays}, ${row.joinDays}, ${row.orderDays},
      ${row.capRewards}, ${row.capDays}, ${row.invitesPerDay}, ${row.reviewsAll}, ${row.reviewsNetwork},
      ${row.messageEn}, ${row.messageAr}, ${row.updatedAt})
    on conflict on constraint settings_pkey do update set
      is_active = excluded.is_active, valid_from = excluded.valid_from, valid_until = excluded.valid_until,
      referrer_points = excluded.referrer_points, friend_points = excluded.friend_points,
      minimum_order = excluded.minimum_order, holding_days = excluded.holding_days,
      join_days = excluded.join_days, order_days = excluded.order_days, cap_rewards = excluded.cap_rewards,
      cap_days = excluded.cap_days, invites_per_day = excluded.invites_per_day,
      reviews_all = excluded.reviews_all, reviews_network = excluded.reviews_network,
      message_en = excluded.message_en, message_ar = excluded.message_ar, updated_at = excluded.updated_at`.execute(
    tx,
  );
}
