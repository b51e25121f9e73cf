import type { Program } from '@wafa/contract';
import { Button, type TableColumnsType } from 'antd';
import { lazy } from 'react';
import { Link, Route, Routes, useNavigate } from 'react-router';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { EmptyState } from '../../../shared/ui/states.tsx';
import { useAddress } from '../../shared/address.ts';
import { DataTable } from '../../shared/data-table.tsx';
import { Glyph } from '../../shared/glyph.tsx';
import { Mark } from '../../shared/mark.tsx';
import { Page } from '../../shared/page.tsx';
import { Side } from '../../shared/side.tsx';
import { useStore } from '../../shared/store.ts';
import { ProgrammeForm } from './programme-form.tsx';
import { ProgrammeState } from './programme-state.tsx';

const Programme = lazy(() => import('./programme.tsx'));

/** The programmes of the store, and below them each one with its rules and tiers. */
export default function Programmes() {
  return (
    <Routes>
      <Route index element={<List />} />
      <Route path=":programId" element={<Programme />} />
    </Routes>
  );
}

function List() {
  const text = useText();
  const navigate = useNavigate();
  const { may } = useStore();
  const { values, change, page, limit, onPage } = useAddress();
  const read = useRead(endpoints.loyalty.listPrograms, {
    page,
    limit,
  });
  return (
    <Page
      title={text('console.loyalty.programmes')}
      lead={text('console.loyalty.programmes_lead')}
      actions={
        may('loyalty.edit') ? (
          <Button icon={<Glyph name="plus" />} type="primary" onClick={() => change({ open: 'new' })}>
            {text('console.loyalty.new_programme')}
          </Button>
        ) : null
      }
    >
      <DataTable
        label={text('console.loyalty.programmes')}
        read={read}
        rows={({ programs }) => programs}
        columns={useColumns()}
        rowKey={({ id }) => id}
        onPage={onPage}
        onRow={({ id }) => navigate(id)}
        empty={
          <EmptyState icon="star" title={text('console.loyalty.programmes_empty')}>
            {text('console.loyalty.programmes_empty_text')}
          </EmptyState>
        }
      />
      {values.open === 'new' ? (
        <Side title={text('console.loyalty.new_programme')} size={640} onClose={() => change({ open: null })}>
          <ProgrammeForm programme={null} onSaved={({ id }) => navigate(`${id}?tab=rules`)} />
        </Side>
      ) : null}
    </Page>
  );
}

function useColumns(): TableColumnsType<Program> {
  const text = useText();
  const { language, date, number } = useFormat();
  return [
    {
      title: text('console.loyalty.programme'),
      render: (_, { id, name, isDefault }) => (
        <span className="flex flex-wrap items-center gap-2">
          <Link to={id} className="font-medium hover:text-link">
            <bdi>{name[language]}</bdi>
          </Link>
          {isDefault ? <Mark>{text('console.loyalty.default')}</Mark> : null}
        </span>
      ),
    },
    {
      title: text('console.loyalty.rate'),
      render: (_, { pointsPerUnit, currency }) =>
        text('console.loyalty.rate_value', { count: Number(pointsPerUnit), currency }),
    },
    { title: text('console.loyalty.rules'), align: 'end', render: (_, { rules }) => number(rules.length) },
    { title: text('console.loyalty.tiers'), align: 'end', render: (_, { tiers }) => number(tiers.length) },
    { title: text('console.loyalty.version'), align: 'end', render: (_, { version }) => number(version) },
    { title: text('console.loyalty.changed'), render: (_, { updatedAt }) => date(updatedAt, 'stamp') },
    { title: text('console.status'), render: (_, programme) => <ProgrammeState programme={programme} /> },
  ];
}
