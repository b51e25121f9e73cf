import { Button, Progress } from 'antd';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useText } from '../../../shared/hooks.ts';
import { Pending } from '../../../shared/ui/states.tsx';
import { ExportButton } from '../../shared/export-button.tsx';

const askAgainMs = 1000;

/** An import on its way: how much is left, then what became of it. */
export function Running({ id, onAgain }: { id: string; onAgain: () => void }) {
  const text = useText();
  const { data, error, refetch } = useRead(
    endpoints.customers.import,
    { importId: id },
    { pollingInterval: askAgainMs },
  );
  if (!data) return <Pending error={error} retry={refetch} rows={2} />;
  const done = data.status === 'DONE';
  const left = text('customers.import_left', { count: data.total - data.processed });
  return (
    <section className="panel grid gap-3 p-4 desk:p-5" aria-label={text('customers.import_title')}>
      <div role="status" className="grid gap-2">
        <p className="text-20 font-semibold">
          {done ? text('customers.import_done', { count: data.created }) : left}
        </p>
        {done ? (
          <p className="text-soft">
            {text('customers.import_known', { count: data.known })} ·{' '}
            {text('customers.import_rejected', { count: data.rejected })}
          </p>
        ) : (
          <Progress
            aria-label={left}
            percent={data.total > 0 ? Math.round((data.processed / data.total) * 100) : 0}
            showInfo={false}
          />
        )}
      </div>
      {data.problems.length > 0 ? (
        <ul className="grid gap-1">
          {data.problems.map(({ reason, count }) => (
            <li key={reason} className="flex justify-between gap-4 border-t border-line py-1.5">
              <span>{text(`error.${reason}`) === `error.${reason}` ? reason : text(`error.${reason}`)}</span>
              <b className="font-semibold">{text('customers.import_rejected', { count })}</b>
            </li>
          ))}
        </ul>
      ) : null}
      {done ? (
        <div className="flex flex-wrap gap-3">
          {data.rejected > 0 ? (
            <ExportButton
              endpoint={endpoints.customers.importRejects}
              input={{ importId: id }}
              name="rejected.csv"
              words="customers.import_rejects"
            />
          ) : null}
          <Button onClick={onAgain}>{text('customers.import_again')}</Button>
        </div>
      ) : null}
    </section>
  );
}
