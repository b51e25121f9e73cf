import { channel, orderStatus } from '@wafa/contract';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useText } from '../../shared/hooks.ts';
import { EmptyState } from '../../shared/ui/states.tsx';
import { useAddress } from '../shared/address.ts';
import { DataTable } from '../shared/data-table.tsx';
import { ExportButton } from '../shared/export-button.tsx';
import { ChoiceFilter, WordFilter } from '../shared/filters.tsx';
import { Page } from '../shared/page.tsx';
import { useOrderColumns } from './columns.tsx';

/** The store's orders, newest first, filtered by what stands in the address. */
export default function Orders() {
  const text = useText();
  const { values, change, page, limit, onPage } = useAddress();
  const filter = {
    status: values.status ? [values.status] : undefined,
    channel: channel.safeParse(values.channel).data,
    sourceId: values.number || undefined,
  };
  const read = useRead(endpoints.orders.list, {
    ...filter,
    page,
    limit,
  });
  const { data } = read;
  return (
    <Page
      title={text('console.orders')}
      lead={data && text('console.orders_count', { count: data.total })}
      actions={<ExportButton endpoint={endpoints.orders.export} input={filter} name="orders.csv" />}
    >
      <div className="flex flex-wrap gap-3 pb-4">
        <WordFilter
          label={text('console.order')}
          value={values.number}
          onSearch={(number) => change({ number })}
        />
        <ChoiceFilter
          className="!w-44"
          label={text('console.status')}
          value={values.status}
          choices={orderStatus.options.map((value) => ({ value, label: text(`orders.status.${value}`) }))}
          onChange={(status) => change({ status })}
        />
        <ChoiceFilter
          className="!w-44"
          label={text('console.channel')}
          value={values.channel}
          choices={channel.options.map((value) => ({ value, label: text(`orders.channel.${value}`) }))}
          onChange={(value) => change({ channel: value })}
        />
      </div>
      <DataTable
        label={text('console.orders')}
        read={read}
        rows={({ orders }) => orders}
        columns={useOrderColumns()}
        rowKey={(order) => order.id}
        onPage={onPage}
        empty={
          <EmptyState icon="receipt" title={text('console.orders_empty')}>
            {text('console.orders_empty_text')}
          </EmptyState>
        }
      />
    </Page>
  );
}
