import { groupCardNumber } from '@wafa/i18n/core';
import { Link } from 'react-router';
import { useLanguage } from '../../../shared/hooks.ts';
import { type Named, nameOf, otherNameOf } from './names.ts';

/** A customer in a list: the name as a link to the page, the other script, and the card's number. */
export function PersonLink({ customer }: { customer: Named & { id: string } }) {
  const language = useLanguage();
  const other = otherNameOf(language, customer);
  return (
    <div className="grid">
      <span className="flex flex-wrap items-baseline gap-x-2">
        <Link to={`/console/customers/${customer.id}`} className="font-semibold text-ink hover:text-link">
          <bdi>{nameOf(language, customer)}</bdi>
        </Link>
        {other ? (
          <bdi className="text-12 text-soft" lang={language === 'ar' ? 'en' : 'ar'}>
            {other}
          </bdi>
        ) : null}
      </span>
      <CardNumber number={customer.cardNumber} />
    </div>
  );
}

/** A card's number as it is read aloud, left to right in both languages. */
export function CardNumber({ number }: { number: string }) {
  return (
    <bdi dir="ltr" className="justify-self-start text-12 text-soft">
      {groupCardNumber(number)}
    </bdi>
  );
}

/** A phone number or an e-mail address, which run left to right whatever stands round them. */
export function Ltr({ children }: { children: string }) {
  return (
    <bdi dir="ltr" className="break-all">
      {children}
    </bdi>
  );
}
