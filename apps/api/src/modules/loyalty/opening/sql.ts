import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/transaction.ts';
import type { BalanceTotals } from './opening.ts';

/**
 * The accounts of customers in programmes, opened where missing (`id`: for a new account), locked in id
 * order if asked. After a merge a customer has several; the one opened for them is answered.
 */
export async function openAccounts(
  tx: Tx,
  storeId: string,
  input: { at: Date; wanted: { customerId: string; programmeId: string; id: string }[]; lock: boolean },
): Promise<{ customerId: string; programmeId: string; accountId: string }[]> {
  const customerIds = input.wanted.map((item) => item.customerId);
  const programmeIds = input.wanted.map((item) => item.programmeId);
  await sql`
    insert into loyalty.accounts (store_id, id, programme_id, owner_id, origin_id, tier_key, tier_since, opened_at,
                                  updated_at)
    select ${storeId}, w.id, w.programme, w.customer, w.customer, t.key, case when t.key is not null then ${input.at}::timestamptz end,
           ${input.at}, ${input.at}
      from unnest(${customerIds}::uuid[], ${programmeIds}::uuid[], ${input.wanted.map((item) => item.id)}::uuid[])
             as w(customer, programme, id)
      left join loyalty.tiers t on t.store_id = ${storeId} and t.programme_id = w.programme and t.threshold = 0
     where not exists (select from loyalty.accounts a
                        where a.store_id = ${storeId} and a.owner_id = w.customer and a.programme_id = w.programme)
     order by w.customer
    on conflict on constraint accounts_origin_key do nothing`.execute(tx);
  if (input.lock)
    await sql`
      select from loyalty.accounts
       where store_id = ${storeId} and owner_id = any (${customerIds}::uuid[]) order by id for no key update`.execute(
      tx,
    );
  const { rows } = await sql<{ customerId: string; programmeId: string; accountId: string }>`
    select w.customer as "customerId", w.programme as "programmeId", a.id as "accountId"
      from unnest(${customerIds}::uuid[], ${programmeIds}::uuid[]) as w(customer, programme)
     cross join lateral (
       select t.id from loyalty.accounts t
        where t.store_id = ${storeId} and t.owner_id = w.customer and t.programme_id = w.programme
        order by t.origin_id <> t.owner_id, t.id limit 1) as a`.execute(tx);
  return rows;
}

/** Ids of customers by e-mail, phone, and (source, source id), as stored. */
export async function findCustomers(
  tx: Tx,
  storeId: string,
  by: { emails: string[]; phones: string[]; sources: { source: string; sourceId: string }[] },
): Promise<
  { id: string; email: string | null; phone: string | null; source: string | null; sourceId: string | null }[]
> {
  const columns = sql`customer_id as id, email, phone, source, source_id as "sourceId"`;
  const [contacts, sourced] = await Promise.all([
    sql<Found>`
      select ${columns} from customers.v_customers
       where store_id = ${storeId} and email = any (${by.emails}::text[])
      union all
      select ${columns} from customers.v_customers
       where store_id = ${storeId} and phone = any (${by.phones}::text[])`.execute(tx),
    sql<Found>`
      select ${columns}
        from unnest(${by.sources.map((item) => item.source)}::text[],
          ${by.sources.map((item) => item.sourceId)}::text[]) as s(name, id)
       cross join lateral (
         select * from customers.v_customers c
          where c.store_id = ${storeId} and c.source = s.name and c.source_id = s.id) as c`.execute(tx),
  ]);
  return [...contacts.rows, ...sourced.rows];
}

interface Found {
  id: string;
  email: string | null;
  phone: string | null;
  source: string | null;
  sourceId: string | null;
}

/** How far the import of a file of balances has come. */
export interface BalanceImport {
  id: string;
  state: 'running' | 'finished';
  /** Every line up to this one is dealt with. */
  line: number;
  /** Length of the file of rejected lines that belongs to it. */
  rejectsBytes: number;
  totals: BalanceTotals;
}

/**
 * The state of a file's import, opened where the file is new, locked until the transaction ends. False
 * where another import of balances is writing to the store at this moment.
 */
export async function openImport(
  tx: Tx,
  storeId: string,
  file: { hash: Buffer; name: string },
  fresh: { id: string; now: Date; totals: BalanceTotals },
): Promise<BalanceImport | false> {
  const [free, , found] = await Promise.all([
    sql<{ free: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended('loyalty.balances' || ${storeId}, 0)) as free`.execute(
      tx,
    ),
    sql`
      insert into loyalty.balance_imports (store_id, id, file_hash, file_name, state, totals, started_at, updated_at)
      values (${storeId}, ${fresh.id}, ${file.hash}, ${file.name}, 'running', ${JSON.stringify(fresh.totals)},
              ${fresh.now}, ${fresh.now})
          on conflict on constraint balance_imports_file_key do nothing`.execute(tx),
    sql<BalanceImport>`
      select id, state, line, rejects_bytes as "rejectsBytes", totals from loyalty.balance_imports
       where store_id = ${storeId} and file_hash = ${file.hash} for update`.execute(tx),
  ]);
  const state = found.rows[0];
  return free.rows[0]?.free === true && state ? state : false;
}

/** Moves an import on, in the transaction that wrote what it says is done. */
export async function saveImport(tx: Tx, storeId: string, now: Date, state: BalanceImport): Promise<void> {
  await sql`
    update loyalty.balance_imports
       set state = ${state.state}, line = ${state.line}, rejects_bytes = ${state.rejectsBytes},
           totals = ${JSON.stringify(state.totals)}, updated_at = ${now}
     where store_id = ${storeId} and id = ${state.id}`.execute(tx);
}
