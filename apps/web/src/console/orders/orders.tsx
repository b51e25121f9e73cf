import { channel, type Order, orderStatus } from '@wafa/contract';
import { Input, Select, type TableColumnsType } from 'antd';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useLanguage, useText } from '../../shared/hooks.ts';
import { EmptyState } from '../../shared/ui/states.tsx';
import { useAddress } from '../shared/address.ts';
import { DataTable } from '../shared/data-table.tsx';
import { ExportButton } from '../shared/export-button.tsx';
import { Page } from '../shared/page.tsx';

/** The store's orders, newest first, filtered by what stands in the address. */
export default function Orders() {
  const text = useText();
  const { values, change } = useAddress();
  const filter = {
    status: values.status ? [values.status] : undefined,
    channel: channel.safeParse(values.channel).data,
    sourceId: values.number || undefined,
  };
  const { data, error, isFetching, refetch } = useRead(endpoints.orders.list, {
    ...filter,
    page: Number(values.page) || 1,
    limit: Number(values.limit) || 20,
  });
  return (
    <Page
      title={text('console.orders')}
      lead={data && text('console.orders_count', { count: data.total })}
      actions={<ExportButton endpoint={endpoints.orders.export} input={filter} name="orders.csv" />}
    >
      <div className="flex flex-wrap gap-3 pb-4">
        <Input.Search
          className="!w-60"
          allowClear
          defaultValue={values.number}
          placeholder={text('console.order')}
          aria-label={text('console.order')}
          onSearch={(number) => change({ number: number.trim() })}
        />
        <Choice
          label={text('console.status')}
          value={values.status}
          choices={orderStatus.options.map((value) => ({ value, label: text(`orders.status.${value}`) }))}
          onChange={(status) => change({ status })}
        />
        <Choice
          label={text('console.channel')}
          value={values.channel}
          choices={channel.options.map((value) => ({ value, label: text(`orders.channel.${value}`) }))}
          onChange={(value) => change({ channel: value })}
        />
      </div>
      <DataTable
        label={text('console.orders')}
        columns={useColumns()}
        list={data && { ...data, rows: data.orders }}
        error={error}
        busy={isFetching}
        refetch={refetch}
        rowKey={(order) => order.id}
        onPage={(page, limit) => change({ page, limit })}
        empty={
          <EmptyState icon="receipt" title={text('console.orders_empty')}>
            {text('console.orders_empty_text')}
          </EmptyState>
        }
      />
    </Page>
  );
}

function Choice(props: {
  label: string;
  value: string | undefined;
  choices: { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
}) {
  return (
    <Select
      className="!w-44"
      allowClear
      placeholder={props.label}
      aria-label={props.label}
      value={props.value}
      options={props.choices}
      onChange={props.onChange}
    />
  );
}

function useColumns(): TableColumnsType<Order> {
  const text = useText();
  const language = useLanguage();
  const { date, money, points } = useFormat();
  return [
    {
      title: text('console.order'),
      render: (_, order) => (
        <bdi dir="ltr" className="font-medium">
          {order.sourceId}
        </bdi>
      ),
    },
    { title: text('console.placed'), render: (_, order) => date(order.placedAt, 'stamp') },
    {
      title: text('console.branch'),
      render: (_, order) => (
        <bdi>
          {((language === 'ar' && order.locationNameAr) || order.locationName) ??
            text(`orders.channel.${order.channel}`)}
        </bdi>
      ),
    },
    { title: text('console.status'), render: (_, order) => text(`orders.status.${order.status}`) },
    {
      title: text('console.points'),
      align: 'end',
      render: (_, order) => (order.pointsEarned > 0 ? points(order.pointsEarned) : '–'),
    },
    {
      title: text('console.total'),
      align: 'end',
      render: (_, order) => <bdi className="font-semibold">{money(order.total, order.currency)}</bdi>,
    },
  ];
}
