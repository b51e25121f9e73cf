-- Cancelled redemptions: the points go back to the very lots they came from (return_to_lots_v1), debts
-- are repaid first. An entry is cancelled once for ever: the cancelling entry's id is derived from it
-- (n = -3), so that the primary key of entries keeps a second one out. Redemptions on an order are not
-- cancelled: refunds undo those. Where a redemption went over several accounts of an owner (take.sql),
-- all its entries are cancelled; the balance answered is the sum of the accounts.
--
-- Item: {n, entry (the redemption's first), salt (hex), details (JSON text)}
create or replace function loyalty.cancel_v1(p_store uuid, p_now timestamptz, p_items jsonb)
returns table (n integer, status text, owner_id uuid, entry_id uuid, points bigint, available bigint)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  i record;
  b record;
  redemption loyalty.entries;
  part loyalty.entries;
  v_locked uuid[];
begin
  v_locked := loyalty.lock_owners_v1(p_store, (
    select array_agg(distinct e.account_id)
      from jsonb_array_elements(p_items) as x
     cross join lateral (
       select t.account_id from loyalty.entries t
        where t.store_id = p_store and t.id = (x.value->>'entry')::uuid offset 0) as e));
  for i in
    select * from jsonb_to_recordset(p_items) as r(n integer, entry uuid, salt text, details text) order by r.n
  loop
    n := i.n; status := 'unknown'; entry_id := null; points := 0; owner_id := null; available := null;
    select * into redemption from loyalty.entries t where t.store_id = p_store and t.id = i.entry;
    if redemption.kind = 'redeem' and redemption.order_id is null then
      entry_id := loyalty.derived_id_v1(i.entry, -3);
      status := case when exists (select from loyalty.entries t where t.store_id = p_store and t.id = entry_id)
                  then 'duplicate' else 'cancelled' end;
      for v_nth in 0 .. cardinality(v_locked) - 1 loop
        select * into part from loyalty.entries t
         where t.store_id = p_store and t.id = loyalty.derived_id_v1(i.entry, v_nth)
           and t.business_key = redemption.business_key;
        exit when not found;
        points := points - part.amount;
        if status = 'cancelled' then
          perform loyalty.cancel_entry_v1(part, p_now, decode(i.salt, 'hex'), i.details);
        end if;
      end loop;
      b := loyalty.balance_v1(p_store, loyalty.mine_v1(p_store, redemption.account_id, v_locked));
      owner_id := b.owner_id; available := b.available;
    end if;
    return next;
  end loop;
end $$;

-- Cancels one entry. Its account is locked by the caller.
create or replace function loyalty.cancel_entry_v1(p_entry loyalty.entries, p_now timestamptz, p_salt bytea,
                                                   p_details text) returns void
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  a loyalty.accounts;
  v_id uuid := loyalty.derived_id_v1(p_entry.id, -3);
  v_repay uuid := loyalty.derived_id_v1(v_id, -2);
  v_salt bytea := loyalty.derived_salt_v1(p_salt, v_id);
  v_back record;
begin
  a := loyalty.mature_v1(p_entry.store_id, p_entry.account_id, p_now, sha256(v_salt));
  select * into v_back from loyalty.return_to_lots_v1(a, p_now, p_entry.id, 0, -p_entry.amount);
  a.available := a.available - p_entry.amount;
  a := loyalty.append_v1(a, p_now, v_id, v_salt, 'cancel', -p_entry.amount, p_entry.counter_id, p_now,
    loyalty.business_key_v1('internal', 'wafa', v_id::text, 0), p_details, v_back.lots, v_back.deltas, null,
    p_entry.location_id, p_entry.presented_id);
  a := loyalty.settle_v1(a, p_now, v_repay, loyalty.derived_salt_v1(v_salt, v_repay), p_now);
  perform loyalty.save_v1(a);
end $$;
