import { type RawBuilder, sql } from 'kysely';
import { inScope } from '../../customers/index.ts';
import type { CheckedRule, FieldEnv } from './types.ts';

type Arguments = CheckedRule['args'];

const dayMs = 86_400_000;

/** The beginning of a window of days; all of the time where none is given. */
const since = (env: FieldEnv, args: Arguments, column: RawBuilder<unknown>) =>
  typeof args.days === 'number'
    ? sql`and ${column} > ${new Date(env.now.getTime() - args.days * dayMs)}`
    : sql``;

const column = (alias: string, name: string) => sql.ref(`${alias}.${name}`);
const keyOf = (what: string, args: Arguments) => JSON.stringify([what, Object.entries(args).sort()]);

/** Counting orders that were not wholly refunded, of a window, a channel or a branch. */
export function orderValues(env: FieldEnv, args: Arguments) {
  const alias = env.join(
    sql`select customer_id, count(*) as orders, sum(net) as spent, max(net) as largest
          from orders.v_orders
         where store_id = ${env.storeId} and ${inScope('customer_id', env.scope)}
           and counted_at is not null and is_kept ${since(env, args, sql`placed_at`)}
           ${args.channel ? sql`and channel = ${args.channel}` : sql``}
           ${args.location ? sql`and location_id = ${args.location}::uuid` : sql``}
         group by customer_id`,
    keyOf('orders', args),
  );
  return {
    count: sql`coalesce(${column(alias, 'orders')}, 0)`,
    spent: sql`coalesce(${column(alias, 'spent')}, 0)`,
    largest: sql`coalesce(${column(alias, 'largest')}, 0)`,
  };
}

/** What was bought and kept of a product or a category in a window. */
export function productValues(env: FieldEnv, args: Arguments) {
  const alias = env.join(
    sql`select o.customer_id, sum(l.kept_quantity) as quantity, sum(l.net) as spent
          from orders.v_orders o
          join orders.v_lines l on l.store_id = o.store_id and l.order_id = o.order_id
         where o.store_id = ${env.storeId} and ${inScope('o.customer_id', env.scope)}
           and o.counted_at is not null and o.is_kept ${since(env, args, sql`o.placed_at`)}
           ${args.sku ? sql`and l.sku = ${args.sku}` : sql``}
           ${args.category ? sql`and l.category = ${args.category}` : sql``}
         group by o.customer_id`,
    keyOf('products', args),
  );
  return {
    quantity: sql`coalesce(${column(alias, 'quantity')}, 0)`,
    spent: sql`coalesce(${column(alias, 'spent')}, 0)`,
  };
}

/** How often an event happened in a window, and when last. */
export function eventValues(env: FieldEnv, args: Arguments) {
  const alias = env.join(
    sql`select customer_id, count(*) as times, max(occurred_at) as latest
          from activity.v_events
         where store_id = ${env.storeId} and ${inScope('customer_id', env.scope)} and event = ${args.event}
           ${since(env, args, sql`occurred_at`)}
         group by customer_id`,
    keyOf('events', args),
  );
  return { count: sql`coalesce(${column(alias, 'times')}, 0)`, latest: sql`${column(alias, 'latest')}` };
}
