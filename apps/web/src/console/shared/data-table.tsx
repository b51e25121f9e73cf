import { Table, type TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import { useFormat } from '../../shared/hooks.ts';
import { Pending } from '../../shared/ui/states.tsx';
import { useKeyboardScroll } from './keyboard-scroll.ts';

interface Listed {
  total: number;
  page: number;
  limit: number;
}

interface DataTableProps<List extends Listed, Row> {
  /** Says what the table lists, to those who do not see it. */
  label: string;
  columns: TableColumnsType<Row>;
  /** The page shown, as `useRead` answers it. */
  read: { data: List | undefined; error: unknown; isFetching: boolean; refetch: () => void };
  rows: (list: List) => readonly Row[];
  /** Shown instead of an empty table. */
  empty: ReactNode;
  onPage: (page: number, limit: number) => void;
  onRow?: (row: Row) => void;
  /** A sorted column's key and direction; null where the order is the API's own again. */
  onSort?: (order: { key: string; descending: boolean } | null) => void;
  rowKey: (row: Row) => string;
  selection?: { keys: readonly string[]; onChange: (keys: string[]) => void };
}

/** A table by pages of the server: skeleton, error with another try, empty state, rows. */
export function DataTable<List extends Listed, Row extends object>(props: DataTableProps<List, Row>) {
  const { data: list, error, isFetching, refetch } = props.read;
  const { selection, onRow, onSort } = props;
  const { number } = useFormat();
  const box = useKeyboardScroll<HTMLElement>();
  if (!list) return <Pending error={error} retry={refetch} rows={8} />;
  if (list.total === 0) return props.empty;
  return (
    <section ref={box} className="panel overflow-hidden" aria-label={props.label}>
      <Table<Row>
        size="small"
        columns={props.columns}
        dataSource={[...props.rows(list)]}
        rowKey={props.rowKey}
        loading={isFetching && { delay: 300 }}
        scroll={{ x: 'max-content' }}
        rowSelection={
          selection && {
            selectedRowKeys: [...selection.keys],
            preserveSelectedRowKeys: true,
            onChange: (keys) => selection.onChange(keys.map(String)),
          }
        }
        onChange={(_page, _filters, sorter, { action }) => {
          if (action !== 'sort' || Array.isArray(sorter)) return;
          const { columnKey, order } = sorter;
          onSort?.(order ? { key: String(columnKey), descending: order === 'descend' } : null);
        }}
        onRow={onRow && ((row) => ({ onClick: () => onRow(row), className: 'cursor-pointer' }))}
        pagination={{
          current: list.page,
          pageSize: list.limit,
          total: list.total,
          showSizeChanger: list.total > 20,
          pageSizeOptions: [20, 50, 100],
          hideOnSinglePage: list.total <= 20,
          className: '!px-4',
          // In the digits of the language, as everything else.
          itemRender: (page, kind, element) => (kind === 'page' ? <span>{number(page)}</span> : element),
          onChange: props.onPage,
        }}
      />
    </section>
  );
}
