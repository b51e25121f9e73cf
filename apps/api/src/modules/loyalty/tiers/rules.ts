import type { Tier, TierProgress } from '@wafa/contract';

/** Where an account stands on its programme's ladder. `tiers` by rising threshold. */
export function progressOf(
  tiers: readonly Tier[],
  at: { tierKey: string | null; since: Date | null; heldUntil: Date | null; qualifying: number },
): TierProgress {
  const current = tiers.find((tier) => tier.key === at.tierKey) ?? null;
  const next = tiers.find((tier) => tier.threshold > (current?.threshold ?? -1)) ?? null;
  return {
    current,
    since: at.since?.toISOString() ?? null,
    heldUntil: at.heldUntil?.toISOString() ?? null,
    qualifyingPoints: at.qualifying,
    next,
    missing: next && Math.max(0, next.threshold - at.qualifying),
    tiers: [...tiers],
  };
}
