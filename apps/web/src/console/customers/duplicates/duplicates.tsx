import { type DuplicateStatus, duplicateStatus } from '@wafa/contract';
import { Pagination, Select } from 'antd';
import { useState } from 'react';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useText } from '../../../shared/hooks.ts';
import { EmptyState, Pending } from '../../../shared/ui/states.tsx';
import { useAddress } from '../../shared/address.ts';
import { ExportButton } from '../../shared/export-button.tsx';
import { Page } from '../../shared/page.tsx';
import { useStore } from '../../shared/store.ts';
import { Merge } from '../merging/merge.tsx';
import { useDeciding } from './deciding.ts';
import { Pair } from './pair.tsx';
import { PairList } from './pair-list.tsx';
import { Scan } from './scan.tsx';

/** From which score a pair is shown, by the words for it. */
const leastScores = { certain: 0.99, likely: 0.9, any: 0 } as const;
const pageSize = 20;

/** Customers who may stand twice: the pairs at the start, the chosen one side by side. */
export default function Duplicates() {
  const text = useText();
  const { may } = useStore();
  const { values, change, page } = useAddress();
  const [at, setAt] = useState(0);
  const [merging, setMerging] = useState(false);
  const status: DuplicateStatus = duplicateStatus.catch('open').parse(values.status);
  const from = values.from === 'certain' || values.from === 'likely' ? values.from : 'any';
  const filter = { status, minScore: leastScores[from] };
  const { data, error, refetch } = useRead(endpoints.customers.duplicates, {
    ...filter,
    page,
    limit: pageSize,
  });
  const { dismiss, reopen } = useDeciding();
  const pairs = data?.duplicates ?? [];
  const chosen = pairs[Math.min(at, pairs.length - 1)];
  return (
    <Page
      title={text('duplicate.title')}
      lead={data && status === 'open' && text('duplicate.count', { count: data.total })}
      actions={
        <>
          {may('customers.export') ? (
            <ExportButton
              endpoint={endpoints.customers.exportDuplicates}
              input={filter}
              name="duplicates.csv"
            />
          ) : null}
          <Scan />
        </>
      }
    >
      <div className="flex flex-wrap gap-3 pb-4">
        <Select
          className="!min-w-36"
          aria-label={text('duplicate.status')}
          value={status}
          options={duplicateStatus.options.map((value) => ({
            value,
            label: text(`duplicate.status.${value}`),
          }))}
          onChange={(value) => change({ status: value })}
        />
        <Select
          className="!min-w-44"
          aria-label={text('duplicate.min_score')}
          value={from}
          options={(['any', 'likely', 'certain'] as const).map((value) => ({
            value,
            label: text(`duplicate.from.${value}`),
          }))}
          onChange={(value) => change({ from: value })}
        />
      </div>
      {data && chosen ? (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 desk:grid-cols-[320px_minmax(0,1fr)]">
          <div className="grid gap-3">
            <PairList
              pairs={pairs}
              chosen={chosen}
              onChoose={setAt}
              onMerge={() => chosen.status !== 'merged' && setMerging(true)}
              onDismiss={() => chosen.status === 'open' && dismiss(chosen)}
            />
            <Pagination
              simple
              hideOnSinglePage
              current={data.page}
              pageSize={pageSize}
              total={data.total}
              onChange={(next) => {
                setAt(0);
                change({ page: next });
              }}
            />
          </div>
          <Pair
            pair={chosen}
            onMerge={() => setMerging(true)}
            onDismiss={() => dismiss(chosen)}
            onReopen={() => reopen(chosen)}
          />
        </div>
      ) : data ? (
        <EmptyState icon="check" title={text('duplicate.empty')}>
          {text('duplicate.empty_text')}
        </EmptyState>
      ) : (
        <Pending error={error} retry={refetch} rows={6} />
      )}
      {merging && chosen ? (
        <Merge
          pair={chosen.customers}
          survivorId={chosen.survivorId}
          onClose={() => setMerging(false)}
          onMerged={() => {}}
        />
      ) : null}
    </Page>
  );
}
