import type { Recalculation } from '@wafa/contract';
import { App, Button, Progress } from 'antd';
import { useEffect, useState } from 'react';
import { useAct, useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { failureText, useFormat, useText } from '../../../shared/hooks.ts';

const askAgainMs = 1_000;

/** Makes models and predictions anew; the list of recalculations, which the act makes stale, then shows it. */
export function RecalculateButton({ busy: isRunning }: { busy: boolean }) {
  const text = useText();
  const { message } = App.useApp();
  const { act, busy } = useAct(endpoints.predictions.recalculate);
  return (
    <Button
      type="primary"
      loading={busy}
      disabled={isRunning}
      onClick={async () => {
        const { error } = await act({});
        if (error) message.error(failureText(text, error));
      }}
    >
      {text('console.predictions.recalculate')}
    </Button>
  );
}

/** A recalculation on its way: what it does, and how far it is. */
export function Running({ first, onEnded }: { first: Recalculation; onEnded: () => void }) {
  const text = useText();
  const { number, percent } = useFormat();
  const [ended, setEnded] = useState(false);
  const { data } = useRead(
    endpoints.predictions.recalculation,
    { recalculationId: first.id },
    { pollingInterval: ended ? 0 : askAgainMs },
  );
  const run = data ?? first;
  const isOver = run.state === 'DONE';
  useEffect(() => {
    if (!isOver) return;
    setEnded(true);
    onEnded();
  }, [isOver, onEnded]);
  const done = { reading: run.read, scoring: run.scored, recommending: run.recommended }[
    run.stage as 'reading' | 'scoring' | 'recommending'
  ];
  return (
    <div className="panel flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5" role="status">
      <Progress
        className="!w-48"
        percent={Math.round(run.progress * 100)}
        showInfo={false}
        status={isOver ? 'success' : 'active'}
        aria-label={text('console.predictions.recalculate')}
      />
      <span className="font-semibold">
        <bdi>{percent(run.progress)}</bdi>
      </span>
      <span>
        {text(`console.predictions.stage_${run.stage}`)}
        {done === undefined
          ? null
          : ` ${text('console.predictions.of_customers', { done: number(done), count: run.customers })}`}
      </span>
    </div>
  );
}
