import type { InputOf, Ladder, loyaltyTiersContract, OutputOf } from '@wafa/contract';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import { forget } from '../programmes/programmes.ts';
import { countHolders, type LadderRow, readLadder, writeLadder } from './sql.ts';

type Contract = typeof loyaltyTiersContract;

/** A programme's tiers with their rules, and how many customers hold each. Throws `not_found`. */
export async function ladder(
  ctx: Ctx,
  { programId }: InputOf<Contract['ladder']>,
): Promise<OutputOf<Contract['ladder']>> {
  return present(ctx, await required(readLadder(ctx.tx, ctx.storeId, programId)));
}

/**
 * Replaces a programme's tiers, makes that its next version, and lets the job `loyalty.retier` hold every
 * account against it. Throws `not_found`, and `conflict` where another version than the one edited stands.
 */
export async function editLadder(
  ctx: Ctx,
  { programId, applyNow, ruleVersion, tiers, ...rules }: InputOf<Contract['editLadder']>,
): Promise<OutputOf<Contract['editLadder']>> {
  const before = await required(readLadder(ctx.tx, ctx.storeId, programId, 'for no key update'));
  if (ruleVersion !== undefined && ruleVersion !== before.ruleVersion)
    throw new AppError('conflict', { field: 'ruleVersion' });
  const after: LadderRow = { ...before, ...given(rules), tiers, ruleVersion: before.ruleVersion + 1 };
  await writeLadder(ctx.tx, ctx.storeId, after, { at: ctx.now, actorId: actorId(ctx.actor) });
  await ctx.enqueue('loyalty.retier', { storeId: ctx.storeId, programmeId: programId, applyNow });
  ctx.audit({
    action: 'loyalty.editLadder',
    entity: 'programme',
    entityId: programId,
    fields: changedFields(before, after),
    before: { ...before },
    after: { ...after, applyNow },
  });
  forget(ctx);
  return present(ctx, after);
}

/** Rules that the caller left out stay as they are. */
function given<T extends object>(rules: T): Partial<T> {
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function changedFields(before: LadderRow, after: LadderRow): string[] {
  return (Object.keys(after) as (keyof LadderRow)[]).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
}

async function required(found: Promise<LadderRow | undefined>): Promise<LadderRow> {
  const row = await found;
  if (!row) throw new AppError('not_found', { field: 'programId' });
  return row;
}

async function present(ctx: Ctx, row: LadderRow): Promise<Ladder> {
  const holders = await countHolders(ctx.tx, ctx.storeId, row.programId);
  return { ...row, tiers: row.tiers.map((tier) => ({ ...tier, customers: holders.get(tier.key) ?? 0 })) };
}
