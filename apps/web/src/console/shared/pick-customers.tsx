import type { ApiFailure } from '@wafa/client';
import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { failureText, useText } from '../../shared/hooks.ts';
import { PersonLink } from '../customers/parts/person.tsx';
import { SearchField } from '../customers/parts/search-field.tsx';
import { referencesIn } from './references.ts';
import { TextFileButton } from './text-file-button.tsx';

interface PickCustomersProps {
  /** As many as the API takes at once. */
  most: number;
  /** Sends them; answers the failure, or nothing. */
  submit: (references: string[]) => Promise<ApiFailure | undefined>;
}

/** Customers found by name, or many at once by their card numbers, pasted or out of a file. */
export function PickCustomers({ most, submit }: PickCustomersProps) {
  const text = useText();
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState<readonly string[]>([]);
  const named = referencesIn(typed);

  async function send(references: string[]): Promise<boolean> {
    setBusy(true);
    setSent(references);
    const refused = await submit(references);
    setBusy(false);
    setFailure(refused ?? null);
    return !refused;
  }

  return (
    <div className="grid gap-4">
      {failure ? (
        <Alert
          type="error"
          showIcon
          title={failureText(text, failure)}
          description={<Wrong failure={failure} sent={sent} />}
        />
      ) : null}
      <Found onPick={(id) => send([id])} busy={busy} />
      <div className="grid gap-2 border-t border-line pt-4">
        <p className="text-soft">{text('console.pick.many')}</p>
        <Input.TextArea
          rows={5}
          dir="ltr"
          value={typed}
          aria-label={text('console.pick.many')}
          onChange={(event) => setTyped(event.target.value)}
        />
        {named.length > most ? (
          <p role="alert" className="text-danger">
            {text('console.pick.too_many', { count: most })}
          </p>
        ) : null}
        <div className="flex flex-wrap gap-3">
          <Button
            type="primary"
            loading={busy}
            disabled={named.length === 0 || named.length > most}
            onClick={async () => {
              if (await send(named)) setTyped('');
            }}
          >
            {text('console.pick.add', { count: named.length })}
          </Button>
          <TextFileButton onText={setTyped} />
        </div>
      </div>
    </div>
  );
}

/** Which of them is not right: the API names its place in what was sent. */
function Wrong({ failure, sent }: { failure: ApiFailure; sent: readonly string[] }) {
  const [first] = failure.errors;
  const [, at] = /[.[](\d+)/.exec(first?.field ?? '') ?? [];
  const reference = at === undefined ? undefined : sent[Number(at)];
  return reference ? <bdi dir="ltr">{reference}</bdi> : first?.message;
}

function Found({ busy, onPick }: { busy: boolean; onPick: (id: string) => Promise<boolean> }) {
  const text = useText();
  const [query, setQuery] = useState('');
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const { data } = useRead(endpoints.customers.list, { query, limit: 8 }, { skip: query.length < 2 });
  return (
    <div className="grid gap-2">
      <SearchField label={text('customers.search')} value={query} onSearch={setQuery} />
      {query.length >= 2 && data ? (
        <ul className="divide-y divide-line">
          {data.customers.map((customer) => (
            <li key={customer.id} className="flex items-center justify-between gap-3 py-2">
              <PersonLink customer={customer} />
              <Button
                size="small"
                disabled={busy || picked.has(customer.id)}
                onClick={async () => {
                  if (await onPick(customer.id)) setPicked(new Set([...picked, customer.id]));
                }}
              >
                {text(picked.has(customer.id) ? 'console.pick.added' : 'console.pick.one')}
              </Button>
            </li>
          ))}
          {data.customers.length === 0 ? (
            <li className="py-2 text-soft">{text('customers.none_found')}</li>
          ) : null}
        </ul>
      ) : null}
    </div>
  );
}
