import type { SegmentAnalytics, TierAnalytics } from '@wafa/contract';
import { Table, type TableColumnsType, Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useLanguage, useText } from '../../../shared/hooks.ts';
import { EmptyState, Pending } from '../../../shared/ui/states.tsx';
import { useTiers } from '../../customers/parts/tiers.ts';
import { useAddress } from '../../shared/address.ts';
import { useKeyboardScroll } from '../../shared/keyboard-scroll.ts';
import { Page } from '../../shared/page.tsx';
import { useStore } from '../../shared/store.ts';
import { useAmounts } from '../parts/amounts.ts';
import { Save } from '../parts/save.tsx';
import { ShareBar } from '../parts/share-bar.tsx';

/** What segments and tiers are worth: size, revenue, what is expected of them, and their risk of churn. */
export default function Groups() {
  const text = useText();
  const { values, change } = useAddress();
  const active = values.tab === 'tiers' ? 'tiers' : 'segments';
  return (
    <Page
      title={text('console.analytics.groups')}
      lead={text('console.analytics.groups_lead')}
      actions={
        active === 'tiers' ? (
          <Save endpoint={endpoints.analytics.tiersCsv} input={{}} name="tiers.csv" />
        ) : (
          <Save endpoint={endpoints.analytics.segmentsCsv} input={{}} name="segments.csv" />
        )
      }
    >
      <Tabs
        activeKey={active}
        destroyOnHidden
        onChange={(tab) => change({ tab: tab === 'segments' ? null : tab })}
        items={[
          { key: 'segments', label: text('console.analytics.segments'), children: <Segments /> },
          { key: 'tiers', label: text('console.analytics.tiers'), children: <Tiers /> },
        ]}
      />
    </Page>
  );
}

function Segments() {
  const text = useText();
  const language = useLanguage();
  const { may } = useStore();
  const navigate = useNavigate();
  const { data, error, refetch } = useRead(endpoints.analytics.segments, {});
  const book = useRead(endpoints.segments.segments, {}, { skip: !may('segments.read') });
  const names = new Map(book.data?.segments.map(({ key, name }) => [key, name[language]]));
  return (
    <Loaded answer={data} error={error} refetch={refetch}>
      {(answer) => (
        <GroupTable
          label={text('console.analytics.segments')}
          currency={answer.currency}
          rows={answer.segments.map((row) => ({ ...row, title: names.get(row.key) ?? row.key }))}
          empty={text('console.analytics.segments_empty')}
          onOpen={may('segments.read') ? ({ key }) => navigate(`/console/segments/${key}`) : undefined}
        />
      )}
    </Loaded>
  );
}

function Tiers() {
  const text = useText();
  const { may } = useStore();
  const navigate = useNavigate();
  const { nameOfTier } = useTiers();
  const { data, error, refetch } = useRead(endpoints.analytics.tiers, {});
  return (
    <Loaded answer={data} error={error} refetch={refetch}>
      {(answer) => (
        <GroupTable
          label={text('console.analytics.tiers')}
          currency={answer.currency}
          rows={answer.tiers.map((row) => ({
            ...row,
            key: row.key ?? '',
            title: row.key === null ? text('console.analytics.no_tier') : nameOfTier(row.key),
          }))}
          empty={text('console.analytics.tiers_empty')}
          onOpen={
            may('customers.read')
              ? ({ key }) => navigate(`/console/customers${key === '' ? '' : `?tier=${key}`}`)
              : undefined
          }
        />
      )}
    </Loaded>
  );
}

type Answer = SegmentAnalytics | TierAnalytics;

function Loaded<A extends Answer>(props: {
  answer: A | undefined;
  error: unknown;
  refetch: () => void;
  children: (answer: A) => ReactNode;
}) {
  if (props.answer) return props.children(props.answer);
  return <Pending error={props.error} retry={props.refetch} rows={6} />;
}

type Row = SegmentAnalytics['segments'][number] & { title: string };

interface GroupTableProps {
  label: string;
  currency: string;
  rows: readonly Row[];
  empty: string;
  onOpen: ((row: Row) => void) | undefined;
}

/** A group a row; every figure can be sorted by. */
function GroupTable({ label, currency, rows, empty, onOpen }: GroupTableProps) {
  const text = useText();
  const { language, number, percent } = useFormat();
  const { round } = useAmounts(currency);
  const box = useKeyboardScroll<HTMLElement>();
  if (rows.length === 0) {
    return (
      <EmptyState icon="layers" title={empty}>
        {text('console.analytics.groups_empty_text')}
      </EmptyState>
    );
  }
  const sorted = (name: Exclude<keyof Row, 'key' | 'title'>) => ({
    key: name,
    title: text(`console.analytics.group_${name}`),
    align: 'end' as const,
    sorter: (a: Row, b: Row) => (a[name] ?? Number.NEGATIVE_INFINITY) - (b[name] ?? Number.NEGATIVE_INFINITY),
  });
  const amount = (value: number | null) => (value === null ? '–' : <bdi>{round(value)}</bdi>);
  const columns: TableColumnsType<Row> = [
    {
      key: 'title',
      fixed: 'start',
      title: label,
      sorter: (a, b) => a.title.localeCompare(b.title, language),
      render: (_, row) =>
        onOpen ? (
          <button
            type="button"
            className="text-start font-semibold hover:text-link"
            onClick={(event) => {
              event.stopPropagation();
              onOpen(row);
            }}
          >
            <bdi>{row.title}</bdi>
          </button>
        ) : (
          <bdi className="font-semibold">{row.title}</bdi>
        ),
    },
    { ...sorted('customers'), render: (_, row) => number(row.customers) },
    { ...sorted('share'), render: (_, row) => (row.share === null ? '–' : percent(row.share)) },
    { ...sorted('revenue'), render: (_, row) => amount(row.revenue) },
    { ...sorted('revenueShare'), render: (_, row) => <ShareBar share={row.revenueShare} /> },
    { ...sorted('averageOrderValue'), render: (_, row) => amount(row.averageOrderValue) },
    { ...sorted('averageLifetimeValue'), render: (_, row) => amount(row.averageLifetimeValue) },
    { ...sorted('predicted'), render: (_, row) => amount(row.predicted) },
    {
      ...sorted('averageChurnRisk'),
      render: (_, row) => (row.averageChurnRisk === null ? '–' : percent(row.averageChurnRisk)),
    },
    { ...sorted('highChurnRisk'), render: (_, row) => number(row.highChurnRisk) },
  ];
  return (
    <section ref={box} className="panel overflow-hidden" aria-label={label}>
      <Table<Row>
        size="small"
        columns={columns}
        dataSource={[...rows]}
        rowKey={({ key }) => key}
        pagination={false}
        scroll={{ x: 'max-content' }}
        onRow={onOpen && ((row) => ({ onClick: () => onOpen(row), className: 'cursor-pointer' }))}
      />
    </section>
  );
}
