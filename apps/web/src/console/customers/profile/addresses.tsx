import type { Address, Customer } from '@wafa/contract';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useAct, useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { failureText, useText } from '../../../shared/hooks.ts';
import { EmptyState, Pending } from '../../../shared/ui/states.tsx';
import { Decide } from '../../addresses/decide.tsx';
import { Mark } from '../../shared/mark.tsx';
import { useStore } from '../../shared/store.ts';
import { AddressText } from '../parts/address-text.tsx';
import { VerificationTag } from '../parts/status.tsx';
import { AddressForm } from './address-form.tsx';

/** The customer's addresses, with how their verification stands. */
export function AddressesTab({ customer }: { customer: Customer }) {
  const text = useText();
  const { may } = useStore();
  const [editing, setEditing] = useState<Address | 'new' | null>(null);
  const { data, error, refetch } = useRead(endpoints.customers.listAddresses, { customerId: customer.id });
  if (!data) return <Pending error={error} retry={refetch} rows={2} />;
  const mayEdit = may('customers.edit') && customer.status !== 'closed';
  return (
    <section aria-label={text('profile.tab.addresses')} className="grid gap-4">
      {mayEdit ? (
        <Button className="justify-self-start" onClick={() => setEditing('new')}>
          {text('profile.address_add')}
        </Button>
      ) : null}
      {data.addresses.length === 0 ? (
        <EmptyState icon="truck" title={text('profile.addresses_empty')}>
          {text('profile.addresses_empty_text')}
        </EmptyState>
      ) : (
        <ul className="panel px-4">
          {data.addresses.map((address) => (
            <AddressRow
              key={address.id}
              customerId={customer.id}
              address={address}
              onEdit={mayEdit ? () => setEditing(address) : undefined}
            />
          ))}
        </ul>
      )}
      {editing ? (
        <AddressForm
          customerId={customer.id}
          address={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </section>
  );
}

function AddressRow(props: { customerId: string; address: Address; onEdit: (() => void) | undefined }) {
  const { customerId, address, onEdit } = props;
  const text = useText();
  const { may } = useStore();
  const { message, modal } = App.useApp();
  const [deciding, setDeciding] = useState<'VERIFIED' | 'REJECTED' | null>(null);
  const { act } = useAct(endpoints.customers.removeAddress);
  const remove = () =>
    modal.confirm({
      title: text('profile.address_remove'),
      content: text('profile.address_remove_text'),
      okText: text('profile.address_remove'),
      okButtonProps: { danger: true },
      onOk: async () => {
        const { error } = await act({ customerId, addressId: address.id });
        if (error) message.error(failureText(text, error));
        else message.success(text('profile.address_removed'));
      },
    });
  return (
    <li className="grid gap-2 border-t border-line py-3 first:border-0">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <AddressText address={address} />
        <div className="flex flex-wrap gap-1">
          {address.isDefaultBilling ? <Mark>{text('profile.address_billing')}</Mark> : null}
          {address.isDefaultShipping ? <Mark>{text('profile.address_shipping')}</Mark> : null}
          <VerificationTag status={address.status} />
        </div>
      </div>
      {address.notes ? (
        <p dir="auto" className="text-soft">
          {address.notes}
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {may('addresses.verify') && address.status !== 'VERIFIED' ? (
          <Button size="small" onClick={() => setDeciding('VERIFIED')}>
            {text('verification.verify')}
          </Button>
        ) : null}
        {may('addresses.verify') && address.status !== 'REJECTED' ? (
          <Button size="small" onClick={() => setDeciding('REJECTED')}>
            {text('verification.reject')}
          </Button>
        ) : null}
        {onEdit ? (
          <>
            <Button size="small" type="link" onClick={onEdit}>
              {text('profile.address_edit')}
            </Button>
            <Button size="small" type="link" danger onClick={remove}>
              {text('profile.address_remove')}
            </Button>
          </>
        ) : null}
      </div>
      {deciding ? (
        <Decide ids={[address.id]} status={deciding} onClose={() => setDeciding(null)} onDone={() => {}} />
      ) : null}
    </li>
  );
}
