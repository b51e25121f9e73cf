import type { Address, Customer } from '@wafa/contract';
import { useText } from '../../../shared/hooks.ts';
import { Mark } from '../../shared/mark.tsx';

const customerLooks = {
  active: 'good',
  inactive: 'quiet',
  suspended: 'warn',
  closed: 'warn',
  merged: 'quiet',
} as const;

/** Status of a customer, in words and colour. */
export function StatusTag({ status }: { status: Customer['status'] }) {
  const text = useText();
  return <Mark look={customerLooks[status]}>{text(`customers.status.${status}`)}</Mark>;
}

const addressLooks = { PENDING: 'warn', VERIFIED: 'good', REJECTED: 'quiet' } as const;

/** How the verification of an address stands. */
export function VerificationTag({ status }: { status: Address['status'] }) {
  const text = useText();
  return <Mark look={addressLooks[status]}>{text(`verification.status.${status}`)}</Mark>;
}
