import type { SegmentEvaluation } from '@wafa/contract';
import { App, Button, Progress } from 'antd';
import { useEffect, useState } from 'react';
import { useAct, useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { failureText, useFormat, useText } from '../../../shared/hooks.ts';

const askAgainMs = 700;

/** Looks at all customers again: of one segment, or of all. Answers the run, which `Running` shows. */
export function RecalculateButton(props: {
  segment?: string;
  busy: boolean;
  onStarted: (evaluation: SegmentEvaluation) => void;
}) {
  const text = useText();
  const { message } = App.useApp();
  const { act, busy } = useAct(endpoints.segments.update);
  return (
    <Button
      loading={busy}
      disabled={props.busy}
      onClick={async () => {
        const { data, error } = await act(props.segment ? { segment: props.segment } : {});
        if (error) message.error(failureText(text, error));
        else if (data?.evaluation) props.onStarted(data.evaluation);
      }}
    >
      {text(props.segment ? 'console.segments.recalculate_this' : 'console.segments.recalculate')}
    </Button>
  );
}

/** A run over the customers on its way: what it does, how far it is, and what came of it. */
export function Running({ first, onEnded }: { first: SegmentEvaluation; onEnded: () => void }) {
  const text = useText();
  const { number } = useFormat();
  const [closed, setClosed] = useState(false);
  const [ended, setEnded] = useState(false);
  const { data } = useRead(
    endpoints.segments.evaluation,
    { evaluationId: first.id },
    { pollingInterval: ended ? 0 : askAgainMs },
  );
  const run = data ?? first;
  const isOver = run.status === 'DONE' || run.status === 'FAILED';
  useEffect(() => {
    if (!isOver) return;
    setEnded(true);
    onEnded();
  }, [isOver, onEnded]);
  if (closed) return null;
  const failed = run.status === 'FAILED';
  return (
    <div className="panel mb-4 flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5" role="status">
      <Progress
        className="!w-48"
        percent={Math.round(run.progress * 100)}
        showInfo={false}
        status={failed ? 'exception' : isOver ? 'success' : 'active'}
        aria-label={text('console.segments.recalculate')}
      />
      <span className={failed ? 'text-danger' : ''}>
        {isOver
          ? text(failed ? 'console.segments.run_failed' : 'console.segments.run_done', {
              entered: number(run.entered),
              left: number(run.left),
            })
          : run.stage === 'members'
            ? text('console.segments.stage_members', { done: number(run.done), total: number(run.total) })
            : text(`console.segments.stage_${run.stage}`)}
      </span>
      {isOver ? (
        <Button type="link" onClick={() => setClosed(true)}>
          {text('action.close')}
        </Button>
      ) : null}
    </div>
  );
}

/** The run to show: the one that was started here, else the one that the store has under way. */
export function useRuns(underWay: SegmentEvaluation | null | undefined) {
  const [started, setStarted] = useState<SegmentEvaluation | null>(null);
  const [seen, setSeen] = useState<SegmentEvaluation | null>(null);
  // A run that was met under way stays in sight until its end is read.
  useEffect(() => {
    if (underWay) setSeen(underWay);
  }, [underWay]);
  return { run: started ?? seen, start: setStarted };
}
