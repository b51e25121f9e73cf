-- Adjustments by hand. Points given are a new lot with the programme's end, usable at once; they repay
-- debts first and count neither for tiers nor for lifetime. Points taken are those that end soonest,
-- over all accounts of the owner (take.sql), all or nothing.
--
-- Item: {n, id, account, customer, source, source_id, points, occurred, salt (hex), details (JSON text),
--        fingerprint (hex)}
create or replace function loyalty.adjust_v1(p_store uuid, p_now timestamptz, p_time_zone text, p_items jsonb)
returns table (n integer, status text, owner_id uuid, entry_id uuid, points bigint, available bigint)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  i record;
  p record;
  b record;
  v_item jsonb;
  v_known loyalty.keys;
  v_key bytea;
  v_locked uuid[];
  v_mine uuid[];
begin
  v_locked := loyalty.lock_owners_v1(p_store, (
    select array_agg(distinct (x.value->>'account')::uuid) from jsonb_array_elements(p_items) as x));
  for v_item in select x.value from jsonb_array_elements(p_items) as x order by (x.value->>'n')::integer loop
    select * into i from jsonb_to_record(v_item) as r(n integer, id uuid, account uuid, source text, source_id text,
      points bigint, salt text, fingerprint text);
    n := i.n; entry_id := null; points := 0;
    v_mine := loyalty.mine_v1(p_store, i.account, v_locked);
    select * into v_known from loyalty.keys k
     where k.store_id = p_store and k.kind = 'adjust' and k.source = i.source and k.source_id = i.source_id
       and k.line = 0;
    if found then
      status := case when v_known.fingerprint = decode(i.fingerprint, 'hex') and v_known.account_id = any (v_mine)
                  then 'duplicate' else 'conflict' end;
      if status = 'duplicate' then
        entry_id := v_known.id; points := v_known.points;
      end if;
    else
      perform loyalty.ready_v1(p_store, v_mine, p_now, i.id, decode(i.salt, 'hex'));
      b := loyalty.balance_v1(p_store, v_mine);
      if b.available < -i.points or i.points = 0 then
        status := 'insufficient';
      else
        insert into loyalty.keys (store_id, kind, source, source_id, line, fingerprint, id, account_id, points)
        values (p_store, 'adjust', i.source, i.source_id, 0, decode(i.fingerprint, 'hex'), i.id, i.account, i.points)
        on conflict do nothing;
        status := case when found then 'adjusted' else 'conflict' end;
      end if;
      if status = 'adjusted' then
        entry_id := i.id; points := i.points;
        v_key := loyalty.business_key_v1('adjust', i.source, i.source_id, 0);
        if i.points > 0 then
          perform loyalty.give_v1(p_store, p_now, p_time_zone, i.account, v_item, v_key);
        else
          p := loyalty.pick_v1(p_store, v_mine, -i.points);
          perform loyalty.take_v1(p_store, p_now, v_item, 'adjust', '00000000-0000-8000-8000-000000000004', v_key, 1,
                                  false, p.accounts, p.lots, p.points);
        end if;
      end if;
    end if;
    b := loyalty.balance_v1(p_store, v_mine);
    owner_id := b.owner_id; available := b.available;
    return next;
  end loop;
end $$;

-- The giving half: lot, entry, and the repayment of debts (id: derived with 1).
create or replace function loyalty.give_v1(p_store uuid, p_now timestamptz, p_time_zone text, p_account uuid,
                                           p_item jsonb, p_key bytea) returns void
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  a loyalty.accounts;
  v_entry uuid := (p_item->>'id')::uuid;
  v_points bigint := (p_item->>'points')::bigint;
  v_salt bytea := decode(p_item->>'salt', 'hex');
  v_id uuid := loyalty.derived_id_v1(v_entry, 1);
begin
  select * into a from loyalty.accounts t where t.store_id = p_store and t.id = p_account;
  insert into loyalty.lots (store_id, id, account_id, entry_id, issued, remaining, is_pending, available_from, expires_at)
  select p_store, v_entry, p_account, v_entry, v_points, v_points, false, p_now,
         (date_trunc('month', p_now at time zone p_time_zone) + make_interval(months => p.expiry_months + 1))
           at time zone p_time_zone
    from loyalty.programmes p where p.store_id = p_store and p.id = a.programme_id;
  a.available := a.available + v_points;
  a := loyalty.append_v1(a, p_now, v_entry, v_salt, 'adjust', v_points, '00000000-0000-8000-8000-000000000004',
    (p_item->>'occurred')::timestamptz, p_key, p_item->>'details', array[v_entry], array[v_points],
    p_presented => (p_item->>'customer')::uuid);
  a := loyalty.settle_v1(a, p_now, v_id, loyalty.derived_salt_v1(v_salt, v_id), p_now);
  perform loyalty.save_v1(a);
end $$;
