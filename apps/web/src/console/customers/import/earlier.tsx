import { Button } from 'antd';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';

/** Imports before this one, newest first; each opens with its result. */
export function Earlier({ onOpen }: { onOpen: (id: string) => void }) {
  const text = useText();
  const { date } = useFormat();
  const { data } = useRead(endpoints.customers.imports, { limit: 10 });
  if (!data) return null;
  return (
    <section aria-labelledby="earlier-imports">
      <h2 id="earlier-imports" className="pb-2 text-16 font-semibold">
        {text('customers.import_earlier')}
      </h2>
      {data.imports.length === 0 ? (
        <p className="text-soft">{text('customers.import_earlier_none')}</p>
      ) : (
        <ul className="panel px-4">
          {data.imports.map((one) => (
            <li
              key={one.id}
              className="flex flex-wrap items-center justify-between gap-3 border-t border-line py-2 first:border-0"
            >
              <Button type="link" className="!px-0" onClick={() => onOpen(one.id)}>
                <bdi>{one.fileName ?? text('customers.import')}</bdi>
              </Button>
              <span className="text-soft">{text('customers.import_done', { count: one.created })}</span>
              <time dateTime={one.createdAt} className="text-12 text-soft">
                {date(one.createdAt, 'stamp')}
              </time>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
