import { type ImportField, type ImportMapping, importFields, type OutputOf } from '@wafa/contract';
import { Button, Input, Select } from 'antd';
import { useEffect, useId, useState } from 'react';
import { useAct, useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { asFailure, useFormat, useLanguage, useText } from '../../../shared/hooks.ts';
import { Refusal } from '../../../shared/ui/notice.tsx';
import { Loading, RowsSkeleton } from '../../../shared/ui/states.tsx';
import { Mark } from '../../shared/mark.tsx';
import type { Sheet } from './csv.ts';

type Preview = OutputOf<typeof endpoints.customers.previewImport>;
interface Props {
  name: string;
  sheet: Sheet;
  onStarted: (id: string) => void;
}

/** Which column fills which field, what would become of the lines, and the start. */
export function MapAndPreview({ name, sheet, onStarted }: Props) {
  const text = useText();
  const sourceId = useId();
  const look = useAct(endpoints.customers.previewImport);
  const start = useAct(endpoints.customers.startImport);
  const [source, setSource] = useState('import');
  const [mapping, setMapping] = useState<ImportMapping | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const input = { rows: sheet.rows, source: source.trim() || 'import', ...(mapping ? { mapping } : {}) };

  async function check(): Promise<void> {
    const { data, error } = await look.act(input);
    setFailure(error ?? null);
    if (!data) return;
    setPreview(data);
    setMapping(data.mapping);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at once when the file is chosen.
  useEffect(() => {
    check();
  }, []);

  return (
    <>
      <Refusal failure={asFailure(failure)} />
      {mapping ? (
        <section className="panel grid gap-4 p-4 desk:p-5" aria-labelledby={`${sourceId}-mapping`}>
          <h2 id={`${sourceId}-mapping`} className="text-16 font-semibold">
            {text('customers.import_mapping')}
          </h2>
          <Columns columns={sheet.columns} mapping={mapping} onChange={setMapping} />
          <div className="grid gap-1 desk:max-w-80">
            <label htmlFor={sourceId}>{text('customers.import_source')}</label>
            <Input
              id={sourceId}
              dir="auto"
              maxLength={50}
              value={source}
              onChange={(event) => setSource(event.target.value)}
            />
            <span className="text-12 text-soft">{text('customers.import_source_hint')}</span>
          </div>
          <Button className="justify-self-start" loading={look.busy} onClick={check}>
            {text('customers.import_check')}
          </Button>
        </section>
      ) : failure ? null : (
        <Loading>
          <RowsSkeleton rows={4} />
        </Loading>
      )}
      {preview ? (
        <>
          <Lines preview={preview} />
          <Button
            type="primary"
            className="justify-self-start"
            disabled={preview.valid === 0}
            loading={start.busy}
            onClick={async () => {
              const { data, error } = await start.act({ ...input, fileName: name });
              setFailure(error ?? null);
              if (data) onStarted(data.id);
            }}
          >
            {text('customers.import_start', { count: preview.valid })}
          </Button>
        </>
      ) : null}
    </>
  );
}

/** A line for each column of the file, with the field that it fills. */
function Columns(props: {
  columns: readonly string[];
  mapping: ImportMapping;
  onChange: (mapping: ImportMapping) => void;
}) {
  const { columns, mapping, onChange } = props;
  const text = useText();
  const language = useLanguage();
  const { data } = useRead(endpoints.customers.fields, {});
  const own = (data?.fields ?? [])
    .filter(({ archived }) => !archived)
    .map((field) => ({ value: `custom.${field.key}`, label: field.name[language] }));
  const fields = importFields.map((value: ImportField) => ({
    value,
    label: text(`customers.field.${value}`),
  }));
  const fieldOfColumn = new Map(Object.entries(mapping).map(([field, column]) => [column, field]));
  const fill = (column: string, field: string | undefined) => {
    const kept = Object.entries(mapping).filter(([key, value]) => key !== field && value !== column);
    onChange(Object.fromEntries(field ? [...kept, [field, column]] : kept) as ImportMapping);
  };
  return (
    <ul className="grid gap-x-8 gap-y-2 desk:grid-cols-2">
      {columns.map((column) => (
        <li key={column} className="grid grid-cols-2 items-center gap-3">
          <bdi className="truncate font-medium" title={column}>
            {column}
          </bdi>
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            aria-label={`${text('customers.import_field')}: ${column}`}
            placeholder={text('customers.import_leave_out')}
            value={fieldOfColumn.get(column)}
            options={[...fields, ...own]}
            onChange={(field: string | undefined) => fill(column, field)}
          />
        </li>
      ))}
    </ul>
  );
}

const looks = { new: 'good', known: 'quiet', rejected: 'warn' } as const;

/** How many lines are new, known and wrong, and the first of them with the reasons. */
function Lines({ preview }: { preview: Preview }) {
  const text = useText();
  const { number } = useFormat();
  return (
    <section className="panel grid gap-3 p-4 desk:p-5" aria-label={text('customers.import_preview')}>
      <p className="flex flex-wrap gap-x-6 gap-y-1 font-semibold" role="status">
        <span className="text-success">{text('customers.import_valid', { count: preview.valid })}</span>
        <span>{text('customers.import_known', { count: preview.known })}</span>
        <span className={preview.rejected > 0 ? 'text-danger' : ''}>
          {text('customers.import_rejected', { count: preview.rejected })}
        </span>
      </p>
      <div className="overflow-x-auto">
        <table className="w-full">
          <caption className="py-2 text-start text-soft">{text('customers.import_preview')}</caption>
          <thead className="text-12 text-soft">
            <tr>
              {['customers.import_line', 'customers.import_result', 'customers.name'].map((title) => (
                <th key={title} scope="col" className="py-1.5 pe-4 text-start font-medium">
                  {text(title)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.map((row) => (
              <tr key={row.line} className="border-t border-line align-top">
                <td className="py-1.5 pe-4">{number(row.line)}</td>
                <td className="py-1.5 pe-4">
                  <Mark look={looks[row.result]}>{text(`customers.import_result.${row.result}`)}</Mark>
                </td>
                <td className="py-1.5">
                  {row.message ? <p>{row.message}</p> : <bdi>{nameIn(row.customer)}</bdi>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function nameIn(customer: Preview['rows'][number]['customer']): string {
  return ['firstName', 'lastName', 'companyName', 'email', 'phone']
    .map((name) => customer?.[name])
    .filter((value): value is string => typeof value === 'string' && value !== '')
    .join(' · ');
}
