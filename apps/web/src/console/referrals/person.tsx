import { Link } from 'react-router';
import { useStore } from '../shared/store.ts';

/** A customer by name, as a link for whoever may read customers. */
export function Person({ person }: { person: { id: string; name: string } }) {
  const { may } = useStore();
  const name = <bdi>{person.name || '–'}</bdi>;
  if (!may('customers.read')) return name;
  return (
    <Link
      to={`/console/customers/${person.id}`}
      className="font-medium text-ink hover:text-link"
      onClick={(event) => event.stopPropagation()}
    >
      {name}
    </Link>
  );
}
