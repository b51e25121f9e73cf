import type { ReactNode } from 'react';

export interface Figure {
  label: string;
  value: string;
  note?: ReactNode;
}

/** A figure's name, value and note, inside a definition list; the leading one is larger. */
export function FigureText({ figure, leads }: { figure: Figure; leads: boolean }) {
  return (
    <>
      <dt className="text-soft">{figure.label}</dt>
      <dd>
        <span className={`block font-semibold tight ${leads ? 'text-32' : 'text-24 desk:leading-[40px]'}`}>
          <bdi>{figure.value}</bdi>
        </span>
        {figure.note ? <span className="text-12 text-soft">{figure.note}</span> : null}
      </dd>
    </>
  );
}

/** Four figures in a line, the first being the one that matters; two by two on a narrow screen. */
export function FourFigures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl className="panel grid grid-cols-2 overflow-hidden desk:grid-cols-4">
      {figures.map((figure, at) => (
        <div
          key={figure.label}
          className="border-line p-4 even:border-s desk:not-first:border-s [&:nth-child(n+3)]:border-t desk:[&:nth-child(n+3)]:border-t-0"
        >
          <FigureText figure={figure} leads={at === 0} />
        </div>
      ))}
    </dl>
  );
}
