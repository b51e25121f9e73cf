import pg from 'pg';

/** Milliseconds of one sequential scan for a text in a store's customers, as wafa_app under row security. */
export async function scanMs(appUrl: string, storeId: string, text: string): Promise<number> {
  const client = new pg.Client({ connectionString: appUrl });
  await client.connect();
  try {
    await client.query("select set_config('app.store_id', $1, false)", [storeId]);
    await client.query(
      'set enable_indexscan = off; set enable_bitmapscan = off; set enable_indexonlyscan = off',
    );
    const begun = performance.now();
    await client.query(
      `select id from customers.customers
       where store_id = $1 and concat_ws(' ', first_name, last_name, first_name_ar, last_name_ar, company_name,
         email, phone, card_number) like '%' || $2 || '%'`,
      [storeId, text],
    );
    return Math.round(performance.now() - begun);
  } finally {
    await client.end();
  }
}
