import { soldSort, type TopCategories, type TopProducts } from '@wafa/contract';
import { Segmented, Select, Table, type TableColumnsType } from 'antd';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { Pending } from '../../../shared/ui/states.tsx';
import { useAddress } from '../../shared/address.ts';
import { useKeyboardScroll } from '../../shared/keyboard-scroll.ts';
import { useAmounts } from '../parts/amounts.ts';
import { Panel } from '../parts/panel.tsx';
import type { Range } from '../parts/range.ts';
import { Save } from '../parts/save.tsx';

const shownRows = 10;

type Sold = Omit<TopProducts['products'][number], 'sku' | 'name' | 'category'>;
interface Row extends Sold {
  id: string;
  title: string;
  note: string | null;
}

/** The products and categories that sold most. */
export function Goods({ range }: { range: Range }) {
  const text = useText();
  const { values, change } = useAddress();
  const isProducts = values.goods !== 'categories';
  const sortBy = soldSort.safeParse(values.top).data ?? 'gross';
  const input = { ...range, sortBy, limit: shownRows };
  const products = useRead(endpoints.analytics.products, input, { skip: !isProducts });
  const categories = useRead(endpoints.analytics.categories, input, { skip: isProducts });
  const { error, refetch } = isProducts ? products : categories;
  const none = text('console.analytics.no_category');
  const found = isProducts
    ? products.data && { currency: products.data.currency, rows: rowsOfProducts(products.data) }
    : categories.data && {
        currency: categories.data.currency,
        rows: rowsOfCategories(categories.data, none),
      };
  return (
    <Panel
      className="flex-[3_1_38rem]"
      title={text('console.analytics.goods')}
      actions={
        <>
          <Segmented
            aria-label={text('console.analytics.goods')}
            value={isProducts ? 'products' : 'categories'}
            options={['products', 'categories'].map((value) => ({
              value,
              label: text(`console.analytics.${value}`),
            }))}
            onChange={(goods) => change({ goods: goods === 'products' ? null : goods })}
          />
          <Select
            className="!w-40"
            aria-label={text('console.analytics.top_by')}
            value={sortBy}
            options={soldSort.options.map((value) => ({
              value,
              label: text(`console.analytics.top_${value}`),
            }))}
            onChange={(top) => change({ top: top === 'gross' ? null : top })}
          />
          {isProducts ? (
            <Save
              endpoint={endpoints.analytics.productsCsv}
              input={{ ...input, limit: 100 }}
              name="products.csv"
            />
          ) : (
            <Save
              endpoint={endpoints.analytics.categoriesCsv}
              input={{ ...input, limit: 100 }}
              name="categories.csv"
            />
          )}
        </>
      }
    >
      {found && !error ? <Sellers {...found} /> : <Pending error={error} retry={refetch} rows={5} />}
    </Panel>
  );
}

const rowsOfProducts = ({ products }: TopProducts): Row[] =>
  products.map(({ sku, name, category, ...sold }) => ({ ...sold, id: sku, title: name, note: category }));

const rowsOfCategories = ({ categories }: TopCategories, none: string): Row[] =>
  categories.map(({ category, ...sold }) => ({
    ...sold,
    id: category ?? '',
    title: category ?? none,
    note: null,
  }));

function Sellers({ rows, currency }: { rows: readonly Row[]; currency: string }) {
  const text = useText();
  const { number, percent } = useFormat();
  const { round } = useAmounts(currency);
  const box = useKeyboardScroll<HTMLDivElement>();
  if (rows.length === 0) return <p className="px-4 pb-4 text-soft">{text('console.analytics.no_sales')}</p>;
  const column = (name: 'quantity' | 'orders') => ({
    title: text(`console.analytics.top_${name}`),
    align: 'end' as const,
    render: (_: unknown, row: Row) => number(row[name]),
  });
  const columns: TableColumnsType<Row> = [
    {
      title: text('console.analytics.good'),
      render: (_, { title, note }) => (
        <span className="grid justify-items-start">
          <bdi className="font-medium">{title}</bdi>
          {note ? <bdi className="text-12 text-soft">{note}</bdi> : null}
        </span>
      ),
    },
    column('quantity'),
    column('orders'),
    {
      title: text('console.analytics.figure_gross'),
      align: 'end',
      render: (_, { gross }) => <b className="font-semibold">{round(gross)}</b>,
    },
    {
      title: text('console.analytics.figure_refunded'),
      align: 'end',
      render: (_, { refunded }) => (refunded > 0 ? round(refunded) : '–'),
    },
    {
      title: text('console.analytics.share'),
      align: 'end',
      render: (_, { share }) => (share === null ? '–' : percent(share, { decimals: 1 })),
    },
  ];
  return (
    <div ref={box}>
      <Table<Row>
        size="small"
        columns={columns}
        dataSource={[...rows]}
        rowKey={({ id }) => id}
        pagination={false}
        scroll={{ x: 'max-content' }}
      />
    </div>
  );
}
