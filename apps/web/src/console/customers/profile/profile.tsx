import { CustomerIDCard } from '@wafa/card';
import type { Card, Customer } from '@wafa/contract';
import { groupCardNumber } from '@wafa/i18n/core';
import { Breadcrumb } from 'antd';
import { Link, Navigate, useParams } from 'react-router';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useLanguage, useText } from '../../../shared/hooks.ts';
import { Pending } from '../../../shared/ui/states.tsx';
import { Title } from '../../../shared/ui/title.tsx';
import { useStore } from '../../shared/store.ts';
import { initialsOf, nameOf, otherNameOf } from '../parts/names.ts';
import { StatusTag } from '../parts/status.tsx';
import { Actions } from './actions.tsx';
import { Contact } from './contact.tsx';
import { MaybeTwice } from './maybe-twice.tsx';
import { PointsSide } from './points-side.tsx';
import { StatusNote } from './status.tsx';
import { ProfileTabs } from './tabs.tsx';
import { Tags } from './tags.tsx';

/** One customer: card, points and facts at the start, what happened and what belongs to them beside it. */
export default function Profile() {
  const { customerId = '' } = useParams();
  const { data, error, refetch } = useRead(endpoints.customers.card, { customerId });
  if (!data) return <Pending error={error} retry={refetch} rows={8} />;
  // A merged customer, or a card number in the address, answers as the customer it belongs to.
  if (data.customerId !== customerId)
    return <Navigate to={`/console/customers/${data.customerId}`} replace />;
  return <Loaded card={data} key={data.customerId} />;
}

function Loaded({ card }: { card: Card }) {
  const text = useText();
  const language = useLanguage();
  const { may } = useStore();
  const customer = card.profile;
  return (
    <>
      <Title page={nameOf(language, customer)} />
      <Breadcrumb
        className="!pb-3"
        items={[
          { title: <Link to="/console/customers">{text('customers.title')}</Link> },
          { title: <bdi dir="ltr">{groupCardNumber(customer.cardNumber)}</bdi> },
        ]}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-8 gap-y-6 desk:grid-cols-[300px_minmax(0,1fr)]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <Head customer={customer} />
          <CustomerIDCard card={card} language={language} />
          {may('loyalty.read') ? <PointsSide customer={customer} /> : null}
          <Contact customer={customer} />
          <Tags customer={customer} />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <Actions customer={customer} />
          <StatusNote customer={customer} />
          {may('customers.merge') ? <MaybeTwice customer={customer} /> : null}
          <ProfileTabs customer={customer} />
        </div>
      </div>
    </>
  );
}

function Head({ customer }: { customer: Customer }) {
  const text = useText();
  const language = useLanguage();
  const { date } = useFormat();
  const other = otherNameOf(language, customer);
  return (
    <header className="flex items-center gap-4">
      <span
        aria-hidden="true"
        className="grid size-12 flex-none place-items-center rounded-full bg-primary-soft font-semibold text-on-primary-soft"
      >
        {initialsOf(language, customer)}
      </span>
      <div className="min-w-0">
        <h1 className="text-20 font-semibold break-words">
          <bdi>{nameOf(language, customer)}</bdi>
        </h1>
        <p className="text-soft">
          {other ? (
            <>
              <bdi lang={language === 'ar' ? 'en' : 'ar'}>{other}</bdi> ·{' '}
            </>
          ) : null}
          {text('profile.since', { date: date(customer.createdAt, 'month') })}
        </p>
        {customer.status === 'active' ? null : <StatusTag status={customer.status} />}
      </div>
    </header>
  );
}
