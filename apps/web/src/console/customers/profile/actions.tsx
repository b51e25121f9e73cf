import type { Customer } from '@wafa/contract';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useAct } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { failureText, useText } from '../../../shared/hooks.ts';
import { Glyph } from '../../shared/glyph.tsx';
import { useStore } from '../../shared/store.ts';
import { MergeWith } from '../merging/merge-with.tsx';
import { EditCustomer } from './edit.tsx';
import { ChangeStatus } from './status.tsx';

/** What can be done with the whole customer: edit, merge, another status, close and erase, reopen. */
export function Actions({ customer }: { customer: Customer }) {
  const text = useText();
  const { may } = useStore();
  const [doing, setDoing] = useState<'edit' | 'merge' | 'status' | null>(null);
  const { erase, reopen } = useClosing(customer);
  const closed = customer.status === 'closed';
  const items = [
    may('customers.merge') && !closed && { key: 'merge', label: text('merging.with') },
    may('customers.edit') && { key: 'status', label: text('profile.status_change') },
    may('customers.erase') && closed && { key: 'reopen', label: text('profile.reopen') },
    may('customers.erase') && { key: 'erase', label: text('profile.erase'), danger: true },
  ].filter((item) => item !== false);
  const run = (key: string) => {
    if (key === 'erase') erase();
    else if (key === 'reopen') reopen();
    else setDoing(key as 'merge' | 'status');
  };
  const onClose = () => setDoing(null);
  return (
    <div className="flex flex-wrap justify-end gap-3">
      {may('customers.edit') && !closed ? (
        <Button onClick={() => setDoing('edit')}>{text('profile.edit')}</Button>
      ) : null}
      {items.length > 0 ? (
        <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => run(key) }}>
          <Button icon={<Glyph name="chevdown" />} iconPlacement="end">
            {text('profile.more')}
          </Button>
        </Dropdown>
      ) : null}
      {doing === 'edit' ? <EditCustomer customer={customer} onClose={onClose} /> : null}
      {doing === 'status' ? <ChangeStatus customer={customer} onClose={onClose} /> : null}
      {doing === 'merge' ? <MergeWith customer={customer} onClose={onClose} /> : null}
    </div>
  );
}

/** Closing with erasure, which names its consequence first, and taking it back. */
function useClosing(customer: Customer) {
  const text = useText();
  const { message, modal } = App.useApp();
  const remove = useAct(endpoints.customers.remove, ['activity', 'loyalty']);
  const open = useAct(endpoints.customers.reopen, ['activity', 'loyalty']);
  const customerId = customer.id;
  return {
    erase: () =>
      modal.confirm({
        title: text('profile.erase'),
        content: text('profile.erase_text'),
        okText: text('profile.erase'),
        okButtonProps: { danger: true },
        onOk: async () => {
          const { error } = await remove.act({ customerId });
          if (error) message.error(failureText(text, error));
          else message.success(text('profile.erase_done'));
        },
      }),
    reopen: async () => {
      const { error } = await open.act({ customerId });
      if (error) message.error(failureText(text, error));
      else message.success(text('profile.reopened'));
    },
  };
}
