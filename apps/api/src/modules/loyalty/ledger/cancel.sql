-- Cancelled redemptions: the points go back to the very lots they came from (return_to_lots_v1), debts
-- are repaid first. An entry is cancelled once for ever: the cancelling entry's id is derived from it
-- (n = -3), so that the primary key of entries keeps a second one out. Redemptions on an order are not
-- cancelled: refunds undo those. Accounts are locked in id order.
--
-- Item: {n, entry, salt (hex), details (JSON text)}
create or replace function loyalty.cancel_v1(p_store uuid, p_now timestamptz, p_items jsonb)
returns table (n integer, status text, account_id uuid, owner_id uuid, entry_id uuid, points bigint, available bigint)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  i record;
  a loyalty.accounts;
  redemption loyalty.entries;
  v_accounts uuid[];
  v_salt bytea;
  v_lots uuid[];
  v_deltas bigint[];
  v_repay uuid;
begin
  select array_agg(distinct e.account_id) into v_accounts
    from jsonb_array_elements(p_items) as x
   cross join lateral (
     select t.account_id from loyalty.entries t
      where t.store_id = p_store and t.id = (x.value->>'entry')::uuid offset 0) as e;
  perform from loyalty.accounts t
    where t.store_id = p_store and t.id = any (v_accounts)
    order by t.id for no key update;
  for i in
    select * from jsonb_to_recordset(p_items) as r(n integer, entry uuid, salt text, details text) order by r.n
  loop
    n := i.n; points := 0;
    entry_id := loyalty.derived_id_v1(i.entry, -3);
    select * into redemption from loyalty.entries t where t.store_id = p_store and t.id = i.entry;
    account_id := redemption.account_id;
    if redemption.kind is distinct from 'redeem' or redemption.order_id is not null then
      status := 'unknown'; entry_id := null;
    elsif exists (select from loyalty.entries t where t.store_id = p_store and t.id = entry_id) then
      status := 'duplicate'; points := -redemption.amount;
    else
      status := 'cancelled'; points := -redemption.amount;
      v_salt := decode(i.salt, 'hex');
      a := loyalty.mature_v1(p_store, account_id, p_now, sha256(v_salt || '\x01'::bytea));
      select r.lots, r.deltas into v_lots, v_deltas
        from loyalty.return_to_lots_v1(a, p_now, i.entry, 0, points) as r;
      a.available := a.available + points;
      a := loyalty.append_v1(a, p_now, entry_id, v_salt, 'cancel', points, redemption.counter_id, p_now,
        loyalty.business_key_v1('internal', 'wafa', entry_id::text, 0), i.details, v_lots, v_deltas, null,
        redemption.location_id, redemption.presented_id);
      v_repay := loyalty.derived_id_v1(entry_id, -2);
      a := loyalty.settle_v1(a, p_now, v_repay, loyalty.derived_salt_v1(v_salt, v_repay), p_now);
      perform loyalty.save_v1(a);
    end if;
    select * into a from loyalty.accounts t where t.store_id = p_store and t.id = account_id;
    owner_id := a.owner_id; available := a.available;
    return next;
  end loop;
end $$;
