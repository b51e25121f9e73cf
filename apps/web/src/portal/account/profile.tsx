import { type Customer, contract } from '@wafa/contract';
import { groupCardNumber } from '@wafa/i18n/core';
import { useState } from 'react';
import { api } from '../../shared/api/api.ts';
import { useFormat, useLanguage, useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ContractForm, Field } from '../../shared/ui/form.tsx';
import { SectionHeading } from '../../shared/ui/section.tsx';
import { Pending } from '../../shared/ui/states.tsx';

/** The person's details: read, and changed in place. */
export function Profile() {
  const text = useText();
  const { data: card, error, refetch } = api.useCardQuery();
  const [editing, setEditing] = useState(false);
  const [saved, setSaved] = useState(false);
  return (
    <section aria-labelledby="profile">
      <SectionHeading
        id="profile"
        end={
          card && !editing ? (
            <Button
              look="link"
              className="-my-3"
              aria-label={text('account.edit_profile')}
              onClick={() => {
                setEditing(true);
                setSaved(false);
              }}
            >
              {text('action.edit')}
            </Button>
          ) : null
        }
      >
        {text('account.profile')}
      </SectionHeading>
      <p
        role="status"
        className={saved ? 'mb-3 rounded-control bg-success-soft px-4 py-3 text-success' : 'sr'}
      >
        {saved ? text('account.saved') : ''}
      </p>
      {card ? (
        editing ? (
          <ProfileForm
            customer={card.profile}
            onDone={(changed) => {
              setEditing(false);
              setSaved(changed);
            }}
          />
        ) : (
          <ProfileFacts customer={card.profile} />
        )
      ) : (
        <Pending error={error} retry={refetch} rows={5} />
      )}
    </section>
  );
}

function ProfileFacts({ customer }: { customer: Customer }) {
  const text = useText();
  const { date } = useFormat();
  const language = useLanguage();
  const latin = `${customer.firstName} ${customer.lastName}`.trim();
  const arabic = `${customer.firstNameAr ?? ''} ${customer.lastNameAr ?? ''}`.trim();
  const names = [
    { label: text('account.name'), value: latin },
    { label: text('account.name_ar'), value: arabic },
  ];
  const facts: { label: string; value: string | null; code?: boolean }[] = [
    ...(language === 'ar' ? names.toReversed() : names),
    { label: text('account.email'), value: customer.email, code: true },
    { label: text('account.phone'), value: customer.phone, code: true },
    { label: text('account.birthday'), value: customer.birthday ? date(customer.birthday, 'date') : null },
    { label: text('account.card_number'), value: groupCardNumber(customer.cardNumber), code: true },
    { label: text('account.since'), value: date(customer.createdAt, 'month') },
  ];
  return (
    <dl className="panel px-4">
      {facts.map(({ label, value, code }) => (
        <div
          key={label}
          className="grid min-h-14 grid-cols-[minmax(0,2fr)_minmax(0,3fr)] items-center gap-4 border-t border-line py-2 first:border-0"
        >
          <dt className="text-soft">{label}</dt>
          <dd className={`min-w-0 break-words ${value ? 'font-medium' : 'text-faint'}`}>
            {value ? <bdi dir={code ? 'ltr' : undefined}>{value}</bdi> : text('account.empty')}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The API lets staff keep a company without a first name; a person's own page asks for one. */
const schema = contract.customers.update.body!.refine(({ firstName }) => firstName !== '', {
  path: ['firstName'],
  message: 'required',
});

function ProfileForm({ customer, onDone }: { customer: Customer; onDone: (changed: boolean) => void }) {
  const text = useText();
  const [update] = api.useUpdateCustomerMutation();
  return (
    <ContractForm
      className="panel grid gap-5 p-5"
      schema={schema}
      collect={(field) => ({
        firstName: field('firstName') ?? '',
        lastName: field('lastName') ?? '',
        firstNameAr: field('firstNameAr') ?? null,
        lastNameAr: field('lastNameAr') ?? null,
        email: field('email') ?? null,
        phone: field('phone')?.replace(/[\s()-]/g, '') ?? null,
        birthday: field('birthday') ?? null,
      })}
      submit={async (fields) => {
        const { error } = await update(fields);
        if (!error) onDone(true);
        return error;
      }}
    >
      {({ busy }) => (
        <>
          <div className="grid grid-cols-2 gap-x-4 gap-y-5">
            <Field
              name="firstName"
              label={text('session.first_name')}
              defaultValue={customer.firstName}
              autoComplete="given-name"
              autoFocus
              required
            />
            <Field
              name="lastName"
              label={text('session.last_name')}
              defaultValue={customer.lastName}
              autoComplete="family-name"
            />
            <Field
              name="firstNameAr"
              label={text('account.first_name_ar')}
              defaultValue={customer.firstNameAr}
              lang="ar"
            />
            <Field
              name="lastNameAr"
              label={text('account.last_name_ar')}
              defaultValue={customer.lastNameAr}
              lang="ar"
            />
          </div>
          <Field
            name="email"
            label={text('account.email')}
            type="email"
            defaultValue={customer.email}
            autoComplete="email"
          />
          <Field
            name="phone"
            label={text('account.phone')}
            type="tel"
            defaultValue={customer.phone}
            autoComplete="tel"
            hint={text('session.phone_hint')}
          />
          <Field
            name="birthday"
            label={text('account.birthday')}
            type="date"
            defaultValue={customer.birthday}
            autoComplete="bday"
          />
          <div className="flex gap-3">
            <Button type="submit" look="primary" busy={busy}>
              {text('action.save')}
            </Button>
            <Button onClick={() => onDone(false)}>{text('action.cancel')}</Button>
          </div>
        </>
      )}
    </ContractForm>
  );
}
