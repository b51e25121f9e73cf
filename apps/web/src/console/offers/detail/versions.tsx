import type { contract, Offer, OutputOf } from '@wafa/contract';
import { Table, type TableColumnsType } from 'antd';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { ErrorState, Loading, RowsSkeleton } from '../../../shared/ui/states.tsx';
import { useKeyboardScroll } from '../../shared/keyboard-scroll.ts';
import { useStaffNames } from '../../shared/staff-names.ts';
import { useBenefitWords } from '../parts/offer-words.ts';
import { changedTerms } from './changed-terms.ts';

type Version = OutputOf<typeof contract.offers.versions>['versions'][number];
interface Row extends Version {
  /** What differs from the version before; null of the first. */
  changed: string[] | null;
}

/** The terms of an offer as they were: claims keep those under which they were made. */
export function Versions({ offer }: { offer: Offer }) {
  const text = useText();
  const { language, date, number } = useFormat();
  const names = useStaffNames();
  const benefit = useBenefitWords();
  const box = useKeyboardScroll<HTMLElement>();
  const list = new Intl.ListFormat(language);
  const { data, error, refetch } = useRead(endpoints.offers.versions, { offerId: offer.id });
  if (error && !data) return <ErrorState error={error} retry={refetch} />;
  if (!data) {
    return (
      <Loading>
        <RowsSkeleton rows={3} />
      </Loading>
    );
  }
  const rows = data.versions.map((version, at): Row => {
    const before = data.versions[at + 1];
    return { ...version, changed: before ? changedTerms(before.terms, version.terms) : null };
  });
  const columns: TableColumnsType<Row> = [
    { title: text('console.loyalty.version'), render: (_, { version }) => number(version) },
    { title: text('console.segments.at'), render: (_, { at }) => date(at, 'stamp') },
    {
      title: text('console.loyalty.changed_by'),
      render: (_, { by }) => <bdi>{names.get(by) ?? text('console.loyalty.by_someone')}</bdi>,
    },
    {
      title: text('console.offers.benefit'),
      render: (_, { terms }) => benefit(terms.benefit, offer.currency),
    },
    {
      title: text('console.loyalty.what_changed'),
      render: (_, { changed }) =>
        changed === null
          ? text('console.loyalty.created')
          : list.format(changed.map((field) => text(`console.offers.changed_${field}`))),
    },
  ];
  return (
    <section ref={box} className="panel overflow-hidden" aria-label={text('console.offers.tab_versions')}>
      <Table<Row>
        size="small"
        columns={columns}
        dataSource={rows}
        rowKey={({ version }) => version}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false, className: '!px-4' }}
        scroll={{ x: 'max-content' }}
      />
    </section>
  );
}
