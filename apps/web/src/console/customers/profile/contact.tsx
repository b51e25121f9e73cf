import type { Customer } from '@wafa/contract';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useLanguage, useText } from '../../../shared/hooks.ts';
import { Fact, Facts } from '../parts/facts.tsx';
import { Ltr } from '../parts/person.tsx';

const channels = ['email', 'sms', 'push', 'inApp'] as const;

/** How to reach the customer and in which language, what they agreed to, and the store's own fields. */
export function Contact({ customer }: { customer: Customer }) {
  const text = useText();
  const { date } = useFormat();
  const agreed = channels.filter((channel) => customer.communicationPreferences[channel]);
  return (
    <section aria-label={text('profile.contact')}>
      <Facts>
        <Fact label={text('account.phone')}>
          {customer.phone ? <Ltr>{customer.phone}</Ltr> : text('account.empty')}
        </Fact>
        <Fact label={text('account.email')}>
          {customer.email ? <Ltr>{customer.email}</Ltr> : text('account.empty')}
        </Fact>
        <Fact label={text('customers.language')}>
          {customer.language ? text(`language.${customer.language}`) : null}
        </Fact>
        <Fact label={text('account.birthday')}>{customer.birthday ? date(customer.birthday) : null}</Fact>
        <Fact label={text('customers.tax_number')}>
          {customer.taxNumber ? <Ltr>{customer.taxNumber}</Ltr> : null}
        </Fact>
        <Fact label={text('profile.news')}>
          {agreed.length > 0
            ? agreed.map((channel) => text(`account.channel.${channel}`)).join(' · ')
            : text('profile.news_none')}
        </Fact>
        <Fact label={text('profile.source')}>{customer.source ? <bdi>{customer.source}</bdi> : null}</Fact>
      </Facts>
      <OwnFields customer={customer} />
    </section>
  );
}

/** Fields that the store itself keeps, under their names; keys without a definition under the key. */
function OwnFields({ customer }: { customer: Customer }) {
  const text = useText();
  const language = useLanguage();
  const { number } = useFormat();
  const held = Object.entries(customer.customFields).filter(([, value]) => value !== null);
  const { data } = useRead(endpoints.customers.fields, {}, { skip: held.length === 0 });
  if (held.length === 0) return null;
  const nameOfField = (key: string) => data?.fields.find((field) => field.key === key)?.name[language] ?? key;
  const written = (value: string | number | boolean) =>
    typeof value === 'number'
      ? number(value)
      : typeof value === 'boolean'
        ? text(value ? 'profile.yes' : 'profile.no')
        : value;
  return (
    <div className="mt-4 border-t border-line pt-4">
      <Facts>
        {held.map(([key, value]) => (
          <Fact key={key} label={nameOfField(key)}>
            <bdi>{written(value as string | number | boolean)}</bdi>
          </Fact>
        ))}
      </Facts>
    </div>
  );
}
