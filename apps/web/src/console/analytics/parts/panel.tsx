import type { ReactNode } from 'react';
import { useText } from '../../../shared/hooks.ts';
import { Icon } from '../../../shared/ui/icon.tsx';
import { ScrollBox } from './scroll-box.tsx';

interface PanelProps {
  title: string;
  lead?: ReactNode;
  /** Choices and files of this panel, at the end of its head. */
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** One question with its answer. */
export function Panel({ title, lead, actions, className = '', children }: PanelProps) {
  return (
    <section aria-label={title} className={`panel min-w-0 overflow-hidden ${className}`}>
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 p-4 pb-3">
        <div className="min-w-0">
          <h2 className="text-16 font-semibold">{title}</h2>
          {lead ? <p className="max-w-[76ch] text-soft">{lead}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </header>
      {children}
    </section>
  );
}

export interface TableFacts {
  heads: readonly string[];
  rows: readonly { key: string; cells: readonly string[] }[];
}

/** The figures of a chart as a table, for whoever reads or hears one better. */
export function AsTable({ title, heads, rows }: TableFacts & { title: string }) {
  const text = useText();
  return (
    <details className="group border-t border-line">
      <summary className="flex min-h-11 items-center gap-1 px-4 font-medium text-link">
        {text('console.analytics.as_table')}
        <span className="sr">: {title}</span>
        <Icon name="chevdown" size={16} className="transition-transform group-open:rotate-180" />
      </summary>
      <ScrollBox label={title} className="max-h-96 overflow-auto px-4 pb-4">
        <table className="w-full border-collapse">
          <thead>
            <tr>
              {heads.map((head) => (
                <th
                  key={head}
                  scope="col"
                  className="sticky top-0 bg-surface py-1 text-end text-12 font-medium text-faint first:text-start"
                >
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, cells: [name, ...cells] }) => (
              <tr key={key} className="border-t border-line">
                <th scope="row" className="py-1 text-start font-normal whitespace-nowrap">
                  <bdi>{name}</bdi>
                </th>
                {cells.map((cell, at) => (
                  <td key={heads[at + 1]} className="py-1 ps-4 text-end whitespace-nowrap">
                    <bdi>{cell}</bdi>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </details>
  );
}
