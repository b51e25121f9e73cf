import type { Program } from '@wafa/contract';
import { App, Button, Popconfirm, Tabs } from 'antd';
import { useParams } from 'react-router';
import { useAct, useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { failureText, useFormat, useText } from '../../../shared/hooks.ts';
import { Pending } from '../../../shared/ui/states.tsx';
import { useAddress } from '../../shared/address.ts';
import { Mark } from '../../shared/mark.tsx';
import { Page } from '../../shared/page.tsx';
import { useStore } from '../../shared/store.ts';
import { Ladder } from './ladder.tsx';
import { ProgrammeForm } from './programme-form.tsx';
import { ProgrammeState } from './programme-state.tsx';
import { Rules } from './rules.tsx';
import { Versions } from './versions.tsx';

/** One programme: its earn rules, its tiers, its settings, and what it said before. */
export default function Programme() {
  const { programId = '' } = useParams();
  const { data: programme, error, refetch } = useRead(endpoints.loyalty.getProgram, { programId });
  if (programme) return <Opened programme={programme} />;
  return <Pending error={error} retry={refetch} rows={8} />;
}

function Opened({ programme }: { programme: Program }) {
  const text = useText();
  const { language, number } = useFormat();
  const { message } = App.useApp();
  const { values, change } = useAddress();
  const { may } = useStore();
  const other = programme.name[language === 'ar' ? 'en' : 'ar'];
  const tabs = [
    { key: 'rules', children: <Rules key={programme.version} programme={programme} /> },
    { key: 'tiers', children: <Ladder programme={programme} /> },
    {
      key: 'settings',
      children: (
        <div className="max-w-[44rem]">
          <ProgrammeForm
            key={programme.version}
            programme={programme}
            onSaved={() => message.success(text('state.saved'))}
          />
        </div>
      ),
    },
    { key: 'versions', children: <Versions programme={programme} /> },
  ];
  return (
    <Page
      title={programme.name[language]}
      lead={
        <span className="flex flex-wrap items-center gap-2 pt-1">
          {other === programme.name[language] ? null : <bdi>{other}</bdi>}
          <ProgrammeState programme={programme} />
          {programme.isDefault ? <Mark>{text('console.loyalty.default')}</Mark> : null}
          <span>{text('console.loyalty.version_of', { version: number(programme.version) })}</span>
        </span>
      }
      actions={may('loyalty.edit') && !programme.isDefault ? <MakeDefault programme={programme} /> : null}
    >
      <Tabs
        activeKey={values.tab ?? 'rules'}
        onChange={(tab) => change({ tab: tab === 'rules' ? null : tab })}
        items={tabs
          .filter(({ key }) => key !== 'settings' || may('loyalty.edit'))
          .map((tab) => ({ ...tab, label: text(`console.loyalty.tab_${tab.key}`) }))}
      />
    </Page>
  );
}

function MakeDefault({ programme }: { programme: Program }) {
  const text = useText();
  const { message } = App.useApp();
  const { act, busy } = useAct(endpoints.loyalty.makeDefaultProgram);
  return (
    <Popconfirm
      title={text('console.loyalty.make_default_ask')}
      description={<span className="block max-w-[36ch]">{text('console.loyalty.make_default_text')}</span>}
      okText={text('console.loyalty.make_default')}
      onConfirm={async () => {
        const { error } = await act({ programId: programme.id });
        if (error) message.error(failureText(text, error));
      }}
    >
      <Button loading={busy}>{text('console.loyalty.make_default')}</Button>
    </Popconfirm>
  );
}
