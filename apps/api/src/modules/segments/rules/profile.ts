import { sql } from 'kysely';
import { inScope } from '../../customers/index.ts';
import type { FieldEnv } from './types.ts';

/** What rules ask of a customer's profile; joined only where one does. */
export function profileOf(env: FieldEnv) {
  const alias = env.join(
    sql`select customer_id, language, source, birthday, email is not null as has_email,
               phone is not null as has_phone, preferred_categories
          from customers.v_customers
         where store_id = ${env.storeId} and ${inScope('customer_id', env.scope)}`,
    'profile',
  );
  const column = (name: string) => sql`${sql.ref(`${alias}.${name}`)}`;
  return {
    language: column('language'),
    source: column('source'),
    birthday: column('birthday'),
    hasEmail: column('has_email'),
    hasPhone: column('has_phone'),
    preferredCategories: column('preferred_categories'),
  };
}
