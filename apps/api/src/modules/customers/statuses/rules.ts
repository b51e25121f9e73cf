import type { CustomerAct, CustomerStatus } from '@wafa/contract';
import type { ErrorCode } from '../../../platform/errors.ts';

/**
 * What each status forbids; nothing else does.
 *
 * | status    | meaning                                             | forbids |
 * | --------- | --------------------------------------------------- | ------- |
 * | active    | a customer                                          | nothing |
 * | inactive  | the store's mark for one who no longer comes        | nothing |
 * | suspended | shut out while the store looks into something       | signing in, earning, redeeming |
 * | closed    | gone; erased later where the customer was deleted   | all, and changes of profile, addresses and notes |
 * | merged    | part of another customer, who answers in their place | all |
 */
const forbidden: Readonly<Record<CustomerStatus, readonly CustomerAct[]>> = {
  active: [],
  inactive: [],
  suspended: ['signIn', 'earn', 'redeem'],
  closed: ['signIn', 'edit', 'earn', 'redeem', 'message'],
  merged: ['signIn', 'edit', 'earn', 'redeem', 'message'],
};

export function allows(status: CustomerStatus, act: CustomerAct): boolean {
  return !forbidden[status].includes(act);
}

/** Why a customer of this status may not do this, as the reply's code; undefined where they may. */
export function refusalOf(status: CustomerStatus, act: CustomerAct): ErrorCode | undefined {
  if (allows(status, act)) return undefined;
  return status === 'suspended' ? 'customer_suspended' : 'customer_closed';
}

const defaultGraceDays = 30;
const longestGraceDays = 3650;

/** Days between deleting a customer and erasing them: `eraseAfterDays` of the store's settings, or 30. */
export function graceDays(settings: Readonly<Record<string, unknown>>): number {
  const days = settings.eraseAfterDays;
  const isDays = typeof days === 'number' && Number.isInteger(days) && days >= 0 && days <= longestGraceDays;
  return isDays ? days : defaultGraceDays;
}
