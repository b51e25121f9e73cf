import type { Address, Customer } from '@wafa/contract';
import { Tag } from 'antd';
import { useText } from '../../../shared/hooks.ts';

const customerColours: Readonly<Record<Customer['status'], string | undefined>> = {
  active: 'success',
  inactive: undefined,
  suspended: 'warning',
  closed: 'error',
  merged: undefined,
};

/** Status of a customer, in words and colour. */
export function StatusTag({ status }: { status: Customer['status'] }) {
  const text = useText();
  return (
    <Tag color={customerColours[status]} variant="filled">
      {text(`customers.status.${status}`)}
    </Tag>
  );
}

const addressColours = { PENDING: 'warning', VERIFIED: 'success', REJECTED: 'error' } as const;

/** How the verification of an address stands. */
export function VerificationTag({ status }: { status: Address['status'] }) {
  const text = useText();
  return (
    <Tag color={addressColours[status]} variant="filled">
      {text(`verification.status.${status}`)}
    </Tag>
  );
}
