import type { Customer } from '@wafa/contract';
import { useState } from 'react';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useLanguage, useText } from '../../../shared/hooks.ts';
import { ErrorState } from '../../../shared/ui/states.tsx';
import { Side } from '../../shared/side.tsx';
import { nameOf, otherNameOf } from '../parts/names.ts';
import { CardNumber, Ltr } from '../parts/person.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { Merge } from './merge.tsx';

/** Finds the other customer, then shows both side by side. */
export function MergeWith({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const text = useText();
  const [query, setQuery] = useState('');
  const [other, setOther] = useState<Customer | null>(null);
  const { data, error, refetch } = useRead(
    endpoints.customers.list,
    { query, limit: 10 },
    { skip: query === '' },
  );
  if (other) return <Merge pair={[customer, other]} survivorId={customer.id} onClose={onClose} />;
  const found = (query && data?.customers.filter(({ id }) => id !== customer.id)) || [];
  return (
    <Side title={text('merging.find')} size={480} onClose={onClose}>
      <SearchField label={text('merging.find_hint')} value={query} onSearch={setQuery} />
      {error && !data ? <ErrorState error={error} retry={refetch} /> : null}
      <p role="status" className="py-3 text-soft">
        {query && data && found.length === 0 ? text('merging.none') : null}
      </p>
      <ul>
        {found.map((one) => (
          <li key={one.id} className="border-t border-line first:border-0">
            <Found customer={one} onChoose={() => setOther(one)} />
          </li>
        ))}
      </ul>
    </Side>
  );
}

function Found({ customer, onChoose }: { customer: Customer; onChoose: () => void }) {
  const language = useLanguage();
  const other = otherNameOf(language, customer);
  const contact = customer.phone ?? customer.email;
  return (
    <button
      type="button"
      className="flex min-h-14 w-full flex-wrap items-center justify-between gap-x-4 rounded-control px-2 py-2 text-start hover:bg-sunken"
      onClick={onChoose}
    >
      <span className="grid">
        <span>
          <b className="font-semibold">
            <bdi>{nameOf(language, customer)}</bdi>
          </b>{' '}
          {other ? <bdi className="text-12 text-soft">{other}</bdi> : null}
        </span>
        <CardNumber number={customer.cardNumber} />
      </span>
      {contact ? <Ltr>{contact}</Ltr> : null}
    </button>
  );
}
