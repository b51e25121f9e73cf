import type { Customer } from '@wafa/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useText } from '../../../shared/hooks.ts';
import { EmptyState } from '../../../shared/ui/states.tsx';
import { LogCall } from '../../messages/log-call.tsx';
import { MessageDetail, useMessageColumns } from '../../messages/message.tsx';
import { SendMessage } from '../../messages/send.tsx';
import { DataTable } from '../../shared/data-table.tsx';
import { usePaging } from '../../shared/paging.ts';
import { useStore } from '../../shared/store.ts';

/** The communication log of one customer, with a message to send and a call to log. */
export function MessagesTab({ customer }: { customer: Customer }) {
  const text = useText();
  const { may } = useStore();
  const { page, limit, onPage } = usePaging();
  const [doing, setDoing] = useState<'send' | 'call' | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const read = useRead(endpoints.notifications.history, {
    customerId: customer.id,
    page,
    limit,
  });
  const { data } = read;
  const shown = data?.communications.find(({ id }) => id === open);
  const onClose = () => setDoing(null);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {may('notifications.send') ? (
        <div className="flex flex-wrap gap-3">
          <Button type="primary" disabled={customer.status === 'closed'} onClick={() => setDoing('send')}>
            {text('messages.send')}
          </Button>
          <Button onClick={() => setDoing('call')}>{text('messages.call')}</Button>
        </div>
      ) : null}
      <DataTable
        label={text('profile.tab.messages')}
        read={read}
        rows={({ communications }) => communications}
        columns={useMessageColumns(setOpen)}
        rowKey={(message) => message.id}
        onPage={onPage}
        empty={
          <EmptyState icon="mail" title={text('messages.empty')}>
            {text('messages.empty_text')}
          </EmptyState>
        }
      />
      {doing === 'send' ? <SendMessage customer={customer} onClose={onClose} /> : null}
      {doing === 'call' ? <LogCall customer={customer} onClose={onClose} /> : null}
      {shown ? <MessageDetail message={shown} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}
