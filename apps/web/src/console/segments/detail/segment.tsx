import type { Segment } from '@wafa/contract';
import { App, Button, Popconfirm, Tabs } from 'antd';
import { useCallback } from 'react';
import { useParams } from 'react-router';
import { useAct, useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { reasonText, useFormat, useText } from '../../../shared/hooks.ts';
import { Pending } from '../../../shared/ui/states.tsx';
import { useAddress } from '../../shared/address.ts';
import { ExportButton } from '../../shared/export-button.tsx';
import { Mark } from '../../shared/mark.tsx';
import { Page } from '../../shared/page.tsx';
import { useStore } from '../../shared/store.ts';
import { GivenSegmentForm, SegmentForm } from '../builder/segment-form.tsx';
import { RecalculateButton, Running, useRuns } from '../parts/recalculation.tsx';
import { About } from './about.tsx';
import { History } from './history.tsx';
import { Members } from './members.tsx';
import { Versions } from './versions.tsx';

/** One segment: what it means, who is in it, who came and went, and what it said before. */
export default function SegmentPage() {
  const { key = '' } = useParams();
  const { data: segment, error, refetch } = useRead(endpoints.segments.segment, { key });
  if (segment) return <Opened segment={segment} refetch={refetch} />;
  return <Pending error={error} retry={refetch} rows={8} />;
}

function Opened({ segment, refetch }: { segment: Segment; refetch: () => void }) {
  const text = useText();
  const { language, number } = useFormat();
  const { message } = App.useApp();
  const { values, change } = useAddress();
  const { may } = useStore();
  const { run, start } = useRuns(null);
  const reload = useCallback(() => {
    refetch();
  }, [refetch]);
  const { key, kind, name, archivedAt } = segment;
  const edit = may('segments.edit');
  const other = name[language === 'ar' ? 'en' : 'ar'];
  const tabs = [
    { key: 'about', children: <About segment={segment} /> },
    { key: 'members', children: <Members segment={segment} /> },
    { key: 'history', children: <History segment={segment} /> },
    ...(edit && !archivedAt
      ? [
          {
            key: 'edit',
            children:
              kind === 'dynamic' || kind === 'manual' ? (
                <SegmentForm
                  key={segment.version}
                  kind={kind}
                  segment={segment}
                  onSaved={() => message.success(text('state.saved'))}
                />
              ) : (
                <GivenSegmentForm key={segment.version} segment={segment} />
              ),
          },
        ]
      : []),
    { key: 'versions', children: <Versions segment={segment} /> },
  ];
  return (
    <Page
      title={name[language]}
      lead={
        <span className="flex flex-wrap items-center gap-2 pt-1">
          {other === name[language] ? null : <bdi>{other}</bdi>}
          <Mark>{text(`console.segments.kind_${kind}`)}</Mark>
          {segment.isVisible ? <Mark look="now">{text('console.segments.visible')}</Mark> : null}
          {archivedAt ? <Mark look="warn">{text('console.segments.archived')}</Mark> : null}
          <span>{text('console.loyalty.version_of', { version: number(segment.version) })}</span>
        </span>
      }
      actions={
        <>
          {may('customers.export') ? (
            <ExportButton
              endpoint={endpoints.segments.membersCsv}
              input={{ key }}
              name={`${key}.csv`}
              words="console.segments.export_members"
            />
          ) : null}
          {edit && !archivedAt && kind !== 'manual' ? (
            <RecalculateButton segment={key} busy={false} onStarted={start} />
          ) : null}
          {edit && segment.isEditable ? <Archive segment={segment} /> : null}
        </>
      }
    >
      {run ? <Running key={run.id} first={run} onEnded={reload} /> : null}
      <Tabs
        activeKey={values.tab ?? 'about'}
        destroyOnHidden
        onChange={(tab) => change({ tab: tab === 'about' ? null : tab })}
        items={tabs.map((tab) => ({ ...tab, label: text(`console.segments.tab_${tab.key}`) }))}
      />
    </Page>
  );
}

/** Puts a segment away, and takes it back: from the message as well, as an undo. */
function Archive({ segment }: { segment: Segment }) {
  const text = useText();
  const { message } = App.useApp();
  const archive = useAct(endpoints.segments.archiveSegment);
  const restore = useAct(endpoints.segments.restoreSegment);
  const { key } = segment;
  const takeBack = async () => {
    const { error } = await restore.act({ key });
    if (error) message.error(reasonText(text, error));
    else message.success(text('console.segments.restored'));
  };
  if (segment.archivedAt) {
    return (
      <Button loading={restore.busy} onClick={takeBack}>
        {text('console.segments.restore')}
      </Button>
    );
  }
  return (
    <Popconfirm
      title={text('console.segments.archive_ask')}
      description={
        <span className="block max-w-[36ch]">
          {text('console.segments.archive_text', { count: segment.size })}
        </span>
      }
      okText={text('console.segments.archive')}
      okButtonProps={{ danger: true }}
      onConfirm={async () => {
        const { error } = await archive.act({ key });
        if (error) message.error(reasonText(text, error));
        else message.success(text('console.segments.archived_done'));
      }}
    >
      <Button danger loading={archive.busy}>
        {text('console.segments.archive')}
      </Button>
    </Popconfirm>
  );
}
