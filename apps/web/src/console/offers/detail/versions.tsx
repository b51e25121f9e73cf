import type { contract, Offer, OutputOf } from '@wafa/contract';
import { Table, type TableColumnsType } from 'antd';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { Pending } from '../../../shared/ui/states.tsx';
import { useKeyboardScroll } from '../../shared/keyboard-scroll.ts';
import { type Changed, useVersionColumns, withChanges } from '../../shared/versions.tsx';
import { useBenefitWords } from '../parts/offer-words.ts';
import { changedTerms } from './changed-terms.ts';

type Version = OutputOf<typeof contract.offers.versions>['versions'][number];
type Row = Changed<Version>;

/** The terms of an offer as they were: claims keep those under which they were made. */
export function Versions({ offer }: { offer: Offer }) {
  const text = useText();
  const { date } = useFormat();
  const benefit = useBenefitWords();
  const box = useKeyboardScroll<HTMLElement>();
  const shared = useVersionColumns<Version>({
    by: ({ by }) => by,
    word: (term) => text(`console.offers.changed_${term}`),
  });
  const { data, error, refetch } = useRead(endpoints.offers.versions, { offerId: offer.id });
  if (!data) return <Pending error={error} retry={refetch} rows={3} />;
  const columns: TableColumnsType<Row> = [
    shared.version,
    { title: text('console.segments.at'), render: (_, { at }) => date(at, 'stamp') },
    shared.by,
    {
      title: text('console.offers.benefit'),
      render: (_, { terms }) => benefit(terms.benefit, offer.currency),
    },
    shared.changes,
  ];
  return (
    <section ref={box} className="panel overflow-hidden" aria-label={text('console.offers.tab_versions')}>
      <Table<Row>
        size="small"
        columns={columns}
        dataSource={withChanges(data.versions, (before, after) => changedTerms(before.terms, after.terms))}
        rowKey={({ version }) => version}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false, className: '!px-4' }}
        scroll={{ x: 'max-content' }}
      />
    </section>
  );
}
