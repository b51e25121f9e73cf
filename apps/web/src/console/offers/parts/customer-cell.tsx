import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useText } from '../../../shared/hooks.ts';
import { PersonLink } from '../../customers/parts/person.tsx';
import { useStore } from '../../shared/store.ts';

/** A customer of whom only the id is known, by name and card. */
export function CustomerCell({ id }: { id: string | null }) {
  const text = useText();
  const { may } = useStore();
  const { data } = useRead(
    endpoints.customers.get,
    { customerId: id ?? '' },
    { skip: id === null || !may('customers.read') },
  );
  if (id === null) return <span className="text-soft">{text('console.offers.anonymous')}</span>;
  return data ? <PersonLink customer={data} /> : <bdi className="text-soft">{id.slice(0, 8)}</bdi>;
}
