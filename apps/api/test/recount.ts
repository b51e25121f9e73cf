import type { TestApp } from './harness.ts';

/** Spend, orders and visits of a customer: as kept, and counted again from the orders in plain SQL. */
export async function recounted(
  app: Pick<TestApp, 'db'>,
  customerId: string,
): Promise<{ kept: number[]; counted: number[] }> {
  const { rows } = await app.db.query(
    `select array[f.total_spent, f.total_orders, f.visits]::text[] as kept,
            array[coalesce(sum(o.total - o.refunded_total), 0), count(o.id) filter (where o.status <> 'refunded'),
                  count(o.id)]::text[] as counted
       from customers.facts as f
       left join orders.orders as o on o.store_id = f.store_id and o.customer_id = f.customer_id
        and o.completed_at is not null
      where f.customer_id = $1
      group by f.store_id, f.customer_id`,
    [customerId],
  );
  return { kept: rows[0].kept.map(Number), counted: rows[0].counted.map(Number) };
}

/** Rows of every table that recording an order writes. */
export async function countRows(app: Pick<TestApp, 'db'>): Promise<Record<string, number>> {
  const tables = [
    'orders.keys',
    'orders.orders',
    'orders.lines',
    'orders.payments',
    'orders.status_history',
    'orders.refunds',
    'orders.refund_lines',
    'loyalty.accounts',
    'loyalty.entries',
    'loyalty.lots',
    'loyalty.keys',
    'catalogue.products',
    'sales.receipts',
    'platform.outbox',
  ];
  const { rows } = await app.db.query(
    tables.map((table) => `select '${table}' as name, count(*)::int as n from ${table}`).join(' union all '),
  );
  const facts = await app.db.query(
    'select coalesce(sum(total_spent), 0)::text as spent from customers.facts',
  );
  return {
    ...Object.fromEntries(rows.map((row) => [row.name, row.n])),
    spent: Number(facts.rows[0].spent),
  };
}
