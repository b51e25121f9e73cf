import type { BulkActionKind, Permission } from '@wafa/contract';

/** What an action takes, besides reading customers. */
export const permissionOf: Record<BulkActionKind, Permission> = {
  add_tag: 'customers.edit',
  remove_tag: 'customers.edit',
  set_status: 'customers.edit',
  give_points: 'loyalty.adjust',
  take_points: 'loyalty.adjust',
  send_message: 'campaigns.edit',
  export: 'customers.export',
};

export interface Progress {
  isRunning: boolean;
  total: number;
  done: number;
  refused: number;
  createdAt: Date;
  /** End of the latest step. */
  workedAt: Date | null;
}

/** Customers left, how many a second have been dealt with since the start, and the seconds left at that rate. */
export function paceOf({ isRunning, total, done, refused, createdAt, workedAt }: Progress): {
  left: number;
  perSecond: number | null;
  secondsLeft: number | null;
} {
  const left = total - done - refused;
  const elapsedMs = workedAt === null ? 0 : workedAt.getTime() - createdAt.getTime();
  if (elapsedMs <= 0) return { left, perSecond: null, secondsLeft: null };
  const perSecond = ((done + refused) * 1000) / elapsedMs;
  const secondsLeft = isRunning && perSecond > 0 ? Math.ceil(left / perSecond) : null;
  return { left, perSecond: Math.round(perSecond * 10) / 10, secondsLeft };
}
