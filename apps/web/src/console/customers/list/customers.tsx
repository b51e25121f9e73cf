import { Button } from 'antd';
import { useCallback, useState } from 'react';
import { useNavigate } from 'react-router';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useText } from '../../../shared/hooks.ts';
import { EmptyState } from '../../../shared/ui/states.tsx';
import { useAddress } from '../../shared/address.ts';
import { DataTable } from '../../shared/data-table.tsx';
import { ExportButton } from '../../shared/export-button.tsx';
import { Page } from '../../shared/page.tsx';
import { useStore } from '../../shared/store.ts';
import { BulkTag } from './bulk-tag.tsx';
import { useCustomerColumns } from './columns.tsx';
import { CreateCustomer } from './create.tsx';
import { columnsOf, columnsToSave, filterOf, isFiltered } from './filter.ts';
import { Filters } from './filters.tsx';
import { Statistics } from './statistics.tsx';
import { Views } from './views.tsx';

/** The store's customers: found while one types, narrowed by what stands in the address. */
export default function Customers() {
  const text = useText();
  const navigate = useNavigate();
  const { may } = useStore();
  const { values, change, page, limit, onPage } = useAddress();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [adding, setAdding] = useState(false);
  const filter = filterOf(values);
  const shown = columnsOf(values);
  const read = useRead(endpoints.customers.list, {
    ...filter,
    page,
    limit,
  });
  const { data, refetch } = read;
  const reload = useCallback(() => {
    refetch();
  }, [refetch]);
  const lead =
    data && text(data.totalCapped ? 'customers.count_capped' : 'customers.count', { count: data.total });
  return (
    <Page
      title={text('customers.title')}
      lead={lead && <span role="status">{lead}</span>}
      actions={
        <>
          <Views values={values} change={change} />
          {may('customers.import') ? (
            <Button onClick={() => navigate('/console/customers/import')}>{text('customers.import')}</Button>
          ) : null}
          {may('customers.export') ? (
            <ExportButton
              endpoint={endpoints.customers.export}
              input={{ ...filter, columns: columnsToSave(shown) }}
              name="customers.csv"
            />
          ) : null}
          {may('customers.create') ? (
            <Button type="primary" onClick={() => setAdding(true)}>
              {text('customers.add')}
            </Button>
          ) : null}
        </>
      }
    >
      <Statistics />
      <Filters values={values} change={change} />
      <BulkTag chosen={chosen} onClear={() => setChosen([])} onDone={reload} />
      <DataTable
        label={text('customers.title')}
        read={read}
        rows={({ customers }) => customers}
        columns={useCustomerColumns(shown, filter)}
        rowKey={(customer) => customer.id}
        onPage={onPage}
        onSort={(order) =>
          change({ sortBy: order?.key, sortOrder: order ? (order.descending ? 'desc' : 'asc') : null })
        }
        {...(may('customers.edit') ? { selection: { keys: chosen, onChange: setChosen } } : {})}
        empty={
          isFiltered(filter) ? (
            <EmptyState icon="user" title={text('customers.none_found')}>
              {text('customers.none_found_text')}
            </EmptyState>
          ) : (
            <EmptyState icon="user" title={text('customers.empty')}>
              {text('customers.empty_text')}
            </EmptyState>
          )
        }
      />
      {adding ? <CreateCustomer onClose={() => setAdding(false)} /> : null}
    </Page>
  );
}
