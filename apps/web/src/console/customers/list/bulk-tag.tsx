import type { BulkOperation } from '@wafa/contract';
import { App, Button, Input, Progress } from 'antd';
import { useEffect, useState } from 'react';
import { useAct, useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { reasonText, useText } from '../../../shared/hooks.ts';
import { ExportButton } from '../../shared/export-button.tsx';
import { useStore } from '../../shared/store.ts';

interface Props {
  chosen: readonly string[];
  onClear: () => void;
  /** The job has changed customers. */
  onDone: () => void;
}

/** What can be done with the chosen customers: a tag given to all or taken from all, as a job. */
export function BulkTag({ chosen, onClear, onDone }: Props) {
  const text = useText();
  const { may } = useStore();
  const { message } = App.useApp();
  const [tag, setTag] = useState('');
  const [job, setJob] = useState<string | null>(null);
  const { act, busy } = useAct(endpoints.operations.startBulk);
  if (job) {
    return (
      <Job
        id={job}
        onDone={onDone}
        onClose={() => {
          setJob(null);
          onClear();
        }}
      />
    );
  }
  if (chosen.length === 0 || !may('customers.edit')) return null;
  const start = async (kind: 'add_tag' | 'remove_tag') => {
    const { data, error } = await act({
      action: { kind, tag: tag.trim() },
      audience: { kind: 'customers', customerIds: [...chosen] },
      confirmedTotal: chosen.length,
    });
    if (error) return message.error(reasonText(text, error));
    if (data) setJob(data.id);
  };
  const ready = tag.trim() !== '';
  return (
    <div className="panel mb-3 flex flex-wrap items-center gap-3 px-4 py-2.5">
      <b className="font-semibold">{text('customers.selected', { count: chosen.length })}</b>
      <Input
        className="!w-44"
        maxLength={50}
        value={tag}
        placeholder={text('customers.tag_filter')}
        aria-label={text('customers.tag_filter')}
        onChange={(event) => setTag(event.target.value)}
        onPressEnter={() => ready && start('add_tag')}
      />
      <Button type="primary" disabled={!ready} loading={busy} onClick={() => start('add_tag')}>
        {text('customers.bulk_tag')}
      </Button>
      <Button disabled={!ready || busy} onClick={() => start('remove_tag')}>
        {text('customers.bulk_untag')}
      </Button>
      <Button type="link" onClick={onClear}>
        {text('customers.choose_none')}
      </Button>
    </div>
  );
}

const askAgainMs = 700;

/** A job on its way, until it is done and read. */
function Job({ id, onDone, onClose }: { id: string; onDone: () => void; onClose: () => void }) {
  const text = useText();
  const [ended, setEnded] = useState(false);
  const { data } = useRead(
    endpoints.operations.bulk,
    { operationId: id },
    { pollingInterval: ended ? 0 : askAgainMs },
  );
  const job: BulkOperation | undefined = data;
  const isOver = job !== undefined && job.status !== 'RUNNING';
  useEffect(() => {
    if (!isOver) return;
    setEnded(true);
    onDone();
  }, [isOver, onDone]);
  if (!job) return null;
  const dealt = job.done + job.refused;
  return (
    <div className="panel mb-3 flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5" role="status">
      <Progress
        className="!w-48"
        percent={job.total > 0 ? Math.round((dealt / job.total) * 100) : 100}
        showInfo={false}
        aria-label={text('customers.bulk_progress', { done: dealt, total: job.total })}
      />
      <span>
        {isOver
          ? text('customers.bulk_done', { done: job.done, refused: job.refused })
          : text('customers.bulk_progress', { done: dealt, total: job.total })}
      </span>
      {isOver ? (
        <>
          {job.refused > 0 ? (
            <ExportButton
              endpoint={endpoints.operations.bulkResult}
              input={{ operationId: id }}
              name="result.csv"
              words="customers.bulk_result"
            />
          ) : null}
          <Button onClick={onClose}>{text('action.close')}</Button>
        </>
      ) : null}
    </div>
  );
}
