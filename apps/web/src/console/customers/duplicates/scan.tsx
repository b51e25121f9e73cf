import { formatPercent } from '@wafa/i18n/core';
import { App, Button, Progress } from 'antd';
import { useAct, useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { failureText, useFormat, useLanguage, useText } from '../../../shared/hooks.ts';

const askAgainMs = 2000;

/** Starts the comparison of everybody and shows how far it has come. */
export function Scan() {
  const text = useText();
  const language = useLanguage();
  const { ago } = useFormat();
  const { message } = App.useApp();
  const { act, busy } = useAct(endpoints.customers.startDuplicateScan);
  const { data } = useRead(endpoints.customers.duplicateScan, {}, { pollingInterval: askAgainMs });
  const scan = data?.scan;
  if (scan?.state === 'RUNNING') {
    const words = text('duplicate.scan_running', { percent: formatPercent(scan.progress, language) });
    return (
      <div role="status" className="grid w-64 max-w-full">
        <span>{words}</span>
        <Progress
          percent={Math.round(scan.progress * 100)}
          showInfo={false}
          size="small"
          aria-label={words}
        />
        <span className="text-12 text-soft">{text('duplicate.scan_found', { count: scan.found })}</span>
      </div>
    );
  }
  return (
    <>
      {scan?.endedAt ? (
        <span className="text-12 text-soft">{text('duplicate.scan_last', { when: ago(scan.endedAt) })}</span>
      ) : null}
      <Button
        loading={busy}
        onClick={async () => {
          const { error } = await act({});
          if (error) message.error(failureText(text, error));
        }}
      >
        {text('duplicate.scan')}
      </Button>
    </>
  );
}
