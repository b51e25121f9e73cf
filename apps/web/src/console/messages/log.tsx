import { communicationStatus, communicationType, notificationsContract, topic } from '@wafa/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useText } from '../../shared/hooks.ts';
import { EmptyState } from '../../shared/ui/states.tsx';
import { useAddress } from '../shared/address.ts';
import { DataTable } from '../shared/data-table.tsx';
import { ChoiceFilter } from '../shared/filters.tsx';
import { Page } from '../shared/page.tsx';
import { MessageDetail, useMessageColumns } from './message.tsx';

const { direction } = notificationsContract.list.query!.shape;

/** What the store and its customers said to each other, newest first. */
export default function MessageLog() {
  const text = useText();
  const navigate = useNavigate();
  const { values, change, page, limit, onPage } = useAddress();
  const [open, setOpen] = useState<string | null>(null);
  const filter = {
    type: communicationType.safeParse(values.type).data,
    status: communicationStatus.safeParse(values.status).data,
    topic: topic.safeParse(values.topic).data,
    direction: direction.safeParse(values.direction).data,
  };
  const read = useRead(endpoints.notifications.list, {
    ...filter,
    page,
    limit,
  });
  const { data } = read;
  const shown = data?.communications.find(({ id }) => id === open);
  const isNarrowed = Object.values(filter).some((value) => value !== undefined);
  const choice = (name: keyof typeof filter, label: string, options: readonly string[], words = name) => (
    <ChoiceFilter
      className="!min-w-36"
      label={text(label)}
      value={filter[name]}
      choices={options.map((value) => ({ value, label: text(`messages.${words}.${value}`) }))}
      onChange={(value) => change({ [name]: value })}
    />
  );
  return (
    <Page
      title={text('messages.title')}
      lead={data && text('messages.count', { count: data.total })}
      actions={
        <Button onClick={() => navigate('/console/messages/templates')}>{text('messages.templates')}</Button>
      }
    >
      <div className="flex flex-wrap gap-3 pb-4">
        {choice('type', 'messages.type', communicationType.options)}
        {choice('status', 'console.status', communicationStatus.options)}
        {choice('direction', 'messages.direction', ['in', 'out'])}
        {choice('topic', 'messages.topic', topic.options)}
      </div>
      <DataTable
        label={text('messages.title')}
        read={read}
        rows={({ communications }) => communications}
        columns={[
          ...useMessageColumns(setOpen),
          {
            title: text('messages.customer'),
            render: (_, { customerId }) => (
              <Link
                to={`/console/customers/${customerId}?tab=messages`}
                className="text-link hover:underline"
              >
                {text('messages.to_customer')}
              </Link>
            ),
          },
        ]}
        rowKey={(message) => message.id}
        onPage={onPage}
        empty={
          <EmptyState icon="mail" title={text(isNarrowed ? 'messages.none_found' : 'messages.empty')}>
            {text(isNarrowed ? 'messages.none_found_text' : 'messages.empty_text')}
          </EmptyState>
        }
      />
      {shown ? <MessageDetail message={shown} onClose={() => setOpen(null)} /> : null}
    </Page>
  );
}
