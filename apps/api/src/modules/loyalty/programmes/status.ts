import type { loyaltyProgrammesContract, OutputOf } from '@wafa/contract';
import type { Ctx } from '../../../platform/context.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { history } from '../ledger/account.ts';
import { type AccountRow, readAccount } from '../ledger/read.ts';
import { availableRewards } from '../rewards/rewards.ts';
import { progressOf } from '../tiers/rules.ts';
import { programmes } from './programmes.ts';
import { readMemberships } from './sql.ts';
import type { ProgrammeRow } from './types.ts';

type Status = OutputOf<typeof loyaltyProgrammesContract.status>;

const shownRewards = 20;
const shownTransactions = 10;

/**
 * The signed-in customer in every programme that is active or holds points of theirs, the default one
 * first, with rewards and the latest transactions. Two round trips beside what rewards take.
 */
export async function status(ctx: Ctx): Promise<Status> {
  const [customerId, { byId }, { timeZone }] = await Promise.all([
    customers.require(ctx, 'me'),
    programmes(ctx),
    settings.store(ctx),
  ]);
  const rows = [...byId.values()];
  const [memberships, accounts, rewards, { transactions }] = await Promise.all([
    readMemberships(ctx.tx, ctx.storeId, customerId),
    Promise.all(
      rows.map(({ id }) =>
        readAccount(ctx.tx, ctx.storeId, { customerId, programmeId: id, at: ctx.now, timeZone }),
      ),
    ),
    availableRewards(ctx, customerId, shownRewards),
    history(ctx, { customerId: 'me', page: 1, limit: shownTransactions }),
  ]);
  return {
    programs: rows.flatMap((row, index) => {
      const membership = memberships.get(row.id) ?? 'none';
      if (!row.isActive && !row.isDefault && membership === 'none') return [];
      return [showStatus(row, membership, accounts[index])];
    }),
    rewards,
    transactions,
  };
}

function showStatus(
  row: ProgrammeRow,
  membership: 'open' | 'left' | 'none',
  account: AccountRow | undefined,
): Status['programs'][number] {
  const first = row.tiers[0]?.threshold === 0 ? row.tiers[0].key : null;
  return {
    programId: row.id,
    name: { en: row.nameEn, ar: row.nameAr },
    isDefault: row.isDefault,
    isActive: row.isActive,
    membership,
    transfers: row.transfers,
    available: account?.available ?? 0,
    pending: account?.pending ?? 0,
    held: account?.held ?? 0,
    debt: account?.debt ?? 0,
    lifetime: account?.lifetime ?? 0,
    tier: progressOf(row.tiers, account ?? { tierKey: first, since: null, heldUntil: null, qualifying: 0 }),
  };
}
