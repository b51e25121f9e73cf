import type { analyticsContract, InputOf, OutputOf } from '@wafa/contract';
import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.ts';
import * as loyalty from '../../loyalty/index.ts';
import * as settings from '../../settings/index.ts';
import { scoredBuyers } from './sql-groups.ts';

type Contract = typeof analyticsContract.rfmCustomers;
type Shown = OutputOf<Contract>['customers'][number];
type Row = Omit<Shown, 'lastOrderAt'> & { lastOrderAt: Date; total: number };

/**
 * The customers of one cell of the grid, those with most spend first, scored just as the grid is. One round
 * trip, one look at every buyer.
 */
export async function rfmCustomers(ctx: Ctx, input: InputOf<Contract>): Promise<OutputOf<Contract>> {
  const { timeZone } = await settings.store(ctx);
  const today = loyalty.localDay(ctx.now, timeZone);
  const page = settings.pageOf(input);
  const { rows } = await sql<Row>`
    with ${scoredBuyers(ctx.storeId, today, timeZone)}, found as (
      select s.customer_id, s.monetary, s.spent, count(*) over () as total from scored s
       where s.recency = ${input.recency}::integer and s.frequency = ${input.frequency}::integer
       order by s.spent desc, s.customer_id limit ${page.limit} offset ${page.offset}
    )
    select f.customer_id as "customerId", p.card_number as "cardNumber", p.first_name as "firstName",
           p.last_name as "lastName", p.first_name_ar as "firstNameAr", p.last_name_ar as "lastNameAr",
           p.company_name as "companyName", f.monetary, x.total_orders as orders, f.spent,
           x.last_order_at as "lastOrderAt", f.total
      from found f
      join customers.v_customers p on p.store_id = ${ctx.storeId} and p.customer_id = f.customer_id
      join customers.v_facts x on x.store_id = ${ctx.storeId} and x.customer_id = f.customer_id
     order by f.spent desc, f.customer_id`.execute(ctx.tx);
  return {
    customers: rows.map(({ total: _total, lastOrderAt, ...row }) => ({
      ...row,
      lastOrderAt: lastOrderAt.toISOString(),
    })),
    ...settings.pageFacts(page, rows[0]?.total ?? 0),
  };
}
