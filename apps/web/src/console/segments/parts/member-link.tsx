import { Link } from 'react-router';
import { CardNumber } from '../../customers/parts/person.tsx';

/** A member by name and card, with the way to the customer's page. */
export function MemberLink({ member }: { member: { customerId: string; name: string; cardNumber: string } }) {
  return (
    <span className="grid">
      <Link
        to={`/console/customers/${member.customerId}`}
        className="justify-self-start font-semibold text-ink hover:text-link"
      >
        <bdi>{member.name}</bdi>
      </Link>
      <CardNumber number={member.cardNumber} />
    </span>
  );
}
