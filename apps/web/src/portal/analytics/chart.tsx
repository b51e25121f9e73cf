import type { CustomerChart } from '@wafa/contract';
import { type ReactNode, useState } from 'react';
import { client } from '../../shared/api/client.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { asFailure, failureText, useText } from '../../shared/hooks.ts';
import { saveFile } from '../../shared/save-file.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';

interface ChartProps {
  title: string;
  lead?: string;
  /** Which chart's figures the file holds. */
  chart: CustomerChart;
  /** Stands at the end of the head: the figure that matters. */
  figure?: ReactNode;
  /** Heads and rows of the same figures, for whoever reads a table better. */
  table?: { heads: readonly string[]; rows: readonly (readonly string[])[] };
  className?: string;
  children: ReactNode;
}

/** The frame of a chart: title, figure, drawing, the same figures as a table, and as a file. */
export function Chart({ title, lead, chart, figure, table, className = '', children }: ChartProps) {
  return (
    <section aria-labelledby={chart} className={`panel flex flex-col p-5 ${className}`}>
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-1 pb-4">
        <div>
          <h2 id={chart} className="text-16 font-semibold">
            {title}
          </h2>
          {lead ? <p className="text-soft">{lead}</p> : null}
        </div>
        {figure}
      </header>
      <div className="flex-1">{children}</div>
      <footer className="flex flex-wrap items-start justify-between gap-x-4 pt-3">
        {table ? <FiguresTable title={title} {...table} /> : <span />}
        <SaveButton chart={chart} title={title} />
      </footer>
    </section>
  );
}

interface FiguresTableProps {
  title: string;
  heads: readonly string[];
  rows: readonly (readonly string[])[];
}

function FiguresTable({ title, heads, rows }: FiguresTableProps) {
  const text = useText();
  return (
    <details className="group min-w-0 open:w-full">
      <summary className="inline-flex min-h-11 items-center gap-1 rounded-control font-medium text-link">
        {text('analytics.as_table')}
        <span className="sr">: {title}</span>
        <Icon name="chevdown" size={16} className="transition-transform group-open:rotate-180" />
      </summary>
      <table className="w-full border-collapse">
        <thead>
          <tr>
            {heads.map((head) => (
              <th
                key={head}
                scope="col"
                className="py-1 text-start text-12 font-medium text-soft last:text-end"
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells]) => (
            <tr key={name} className="border-t border-line">
              <th scope="row" className="py-1.5 text-start font-normal">
                <bdi>{name}</bdi>
              </th>
              {cells.map((cell, index) => (
                <td key={heads[index + 1]} className="py-1.5 last:text-end">
                  <bdi>{cell}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function SaveButton({ chart, title }: { chart: CustomerChart; title: string }) {
  const text = useText();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  async function save(): Promise<void> {
    setBusy(true);
    setFailure(null);
    try {
      const file = await client.download(endpoints.analytics.customerCsv, { customerId: 'me', chart });
      saveFile(file, `${chart}.csv`);
    } catch (error) {
      const failed = asFailure(error);
      setFailure(failed ? failureText(text, failed) : text('state.unreadable'));
    }
    setBusy(false);
  }
  return (
    <div>
      <Button
        look="link"
        busy={busy}
        aria-label={text('analytics.save_label', { chart: title })}
        onClick={save}
      >
        <Icon name="download" size={16} />
        {text('analytics.save')}
      </Button>
      {failure ? (
        <p role="alert" className="text-danger">
          {failure}
        </p>
      ) : null}
    </div>
  );
}
