import { type Segment, segmentKind } from '@wafa/contract';
import { Button, Select, type TableColumnsType } from 'antd';
import { useCallback } from 'react';
import { Link, useNavigate } from 'react-router';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { EmptyState } from '../../shared/ui/states.tsx';
import { SearchField } from '../customers/parts/search-field.tsx';
import { useAddress } from '../shared/address.ts';
import { DataTable } from '../shared/data-table.tsx';
import { ChoiceFilter } from '../shared/filters.tsx';
import { Glyph } from '../shared/glyph.tsx';
import { Mark } from '../shared/mark.tsx';
import { Page } from '../shared/page.tsx';
import { useStore } from '../shared/store.ts';
import { NewSegment } from './builder/new-segment.tsx';
import { Freshness } from './parts/freshness.tsx';
import { RecalculateButton, Running, useRuns } from './parts/recalculation.tsx';
import { Share } from './parts/share.tsx';
import { useSizes } from './parts/sizes.ts';
import { changeOf } from './parts/trend.ts';
import { TrendLine } from './parts/trend-line.tsx';

const trendDays = 30;

/** All segments with their size and its way, narrowed by what stands in the address. */
export function SegmentList() {
  const text = useText();
  const navigate = useNavigate();
  const { may } = useStore();
  const { values, change, page, limit, onPage } = useAddress();
  const read = useRead(endpoints.segments.segments, {
    query: values.q || undefined,
    kind: segmentKind.safeParse(values.kind).data,
    archived: values.archived === 'yes' ? 'yes' : 'no',
  });
  const { data, refetch } = read;
  const { run, start } = useRuns(data?.running);
  const reload = useCallback(() => {
    refetch();
  }, [refetch]);
  const search = useCallback((q: string) => change({ q }), [change]);
  const columns = useColumns();
  if (values.make === 'dynamic' || values.make === 'manual') return <NewSegment kind={values.make} />;
  const edit = may('segments.edit');
  return (
    <Page
      title={text('console.segments.title')}
      lead={data && text('console.segments.count', { count: data.total })}
      actions={
        <>
          <Button onClick={() => navigate('settings')}>{text('console.segments.numbers')}</Button>
          {edit ? (
            <>
              <RecalculateButton busy={data?.running != null} onStarted={start} />
              <Button onClick={() => navigate('?make=manual')}>{text('console.segments.new_manual')}</Button>
              <Button type="primary" icon={<Glyph name="plus" />} onClick={() => navigate('?make=dynamic')}>
                {text('console.segments.new')}
              </Button>
            </>
          ) : null}
        </>
      }
    >
      {run ? <Running key={run.id} first={run} onEnded={reload} /> : null}
      <div className="flex flex-wrap gap-3 pb-4">
        <SearchField
          className="!w-60"
          label={text('console.segments.search')}
          value={values.q}
          onSearch={search}
        />
        <ChoiceFilter
          className="!min-w-44"
          label={text('console.segments.kind')}
          value={values.kind}
          choices={segmentKind.options.map((value) => ({
            value,
            label: text(`console.segments.kind_${value}`),
          }))}
          onChange={(kind) => change({ kind })}
        />
        <Select
          className="!min-w-40"
          aria-label={text('console.segments.shown')}
          value={values.archived === 'yes' ? 'yes' : 'no'}
          options={['no', 'yes'].map((value) => ({
            value,
            label: text(`console.segments.archived_${value}`),
          }))}
          onChange={(archived) => change({ archived: archived === 'yes' ? archived : null })}
        />
      </div>
      <DataTable
        label={text('console.segments.title')}
        // The API gives all segments at once; the pages keep the number of small lines that are drawn down.
        read={{ ...read, data: data && { ...data, total: data.segments.length, page, limit } }}
        rows={({ segments }) => segments.slice((page - 1) * limit, page * limit)}
        columns={columns}
        rowKey={({ key }) => key}
        onPage={onPage}
        onRow={({ key }) => navigate(key)}
        empty={
          <EmptyState icon="layers" title={text('console.segments.empty')}>
            {text(
              values.kind === 'cluster' ? 'console.segments.empty_clusters' : 'console.segments.empty_text',
            )}
          </EmptyState>
        }
      />
    </Page>
  );
}

function useColumns(): TableColumnsType<Segment> {
  const text = useText();
  const { language, number } = useFormat();
  return [
    {
      title: text('console.segments.segment'),
      render: (_, { key, name, kind, isVisible, archivedAt }) => (
        <span className="grid gap-0.5">
          <Link
            to={key}
            className="justify-self-start font-medium hover:text-link"
            onClick={(event) => event.stopPropagation()}
          >
            <bdi>{name[language]}</bdi>
          </Link>
          <span className="flex flex-wrap gap-1">
            <Mark>{text(`console.segments.kind_${kind}`)}</Mark>
            {isVisible ? <Mark look="now">{text('console.segments.visible')}</Mark> : null}
            {archivedAt ? <Mark look="warn">{text('console.segments.archived')}</Mark> : null}
          </span>
        </span>
      ),
    },
    {
      title: text('console.segments.size'),
      align: 'end',
      render: (_, { size }) => <span className="font-semibold">{number(size)}</span>,
    },
    { title: text('console.segments.share'), render: (_, { share }) => <Share share={share} /> },
    {
      title: text('console.segments.last_days', { count: trendDays }),
      render: (_, { key, archivedAt }) => (archivedAt ? '–' : <Trend segment={key} />),
    },
    { title: text('console.segments.fresh'), render: (_, segment) => <Freshness segment={segment} /> },
  ];
}

function Trend({ segment }: { segment: string }) {
  const text = useText();
  const { points } = useFormat();
  const { days = [] } = useSizes(segment, trendDays);
  const sizes = days.map(({ size }) => size);
  const change = changeOf(sizes);
  if (change === null) return <span className="text-faint">–</span>;
  return (
    <span className="flex items-center gap-3">
      <TrendLine sizes={sizes} />
      <span className={change > 0 ? 'text-success' : 'text-soft'}>
        {change === 0 ? text('console.segments.unchanged') : <bdi>{points(change, { signed: true })}</bdi>}
      </span>
    </span>
  );
}
