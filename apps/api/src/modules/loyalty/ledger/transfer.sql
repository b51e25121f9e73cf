-- Transfers between members: available points of the giver, soonest-expiring lot first over all accounts
-- of the owner (take.sql), become lots of the receiver with the same times. For each account touched two
-- entries of kind transfer, each naming the other account as counter-account: the nth, from 0, has the id
-- derived with 2n for the giver and with 2n + 1 for the receiver; the receiver's lots have ids derived
-- from the latter, 0 and up. Then the receiver's debts are repaid (-2). Tiers and lifetime stand still.
--
-- Item: {n, id, account, to, customer, source, source_id, points, occurred, salt (hex), details (JSON text),
--        fingerprint (hex)}
create or replace function loyalty.transfer_v1(p_store uuid, p_now timestamptz, p_items jsonb)
returns table (n integer, status text, owner_id uuid, to_owner_id uuid, entry_id uuid, points bigint, available bigint,
  to_available bigint)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  i record;
  b record;
  v_item jsonb;
  v_known loyalty.keys;
  v_locked uuid[];
  v_mine uuid[];
  v_theirs uuid[];
begin
  v_locked := loyalty.lock_owners_v1(p_store, (
    select array_agg(distinct c.id) from jsonb_array_elements(p_items) as x
     cross join lateral (values ((x.value->>'account')::uuid), ((x.value->>'to')::uuid)) as c(id)));
  for v_item in select x.value from jsonb_array_elements(p_items) as x order by (x.value->>'n')::integer loop
    select * into i from jsonb_to_record(v_item) as r(n integer, id uuid, account uuid, "to" uuid, source text,
      source_id text, points bigint, salt text, fingerprint text);
    n := i.n; entry_id := null; points := 0;
    v_mine := loyalty.mine_v1(p_store, i.account, v_locked);
    v_theirs := loyalty.mine_v1(p_store, i."to", v_locked);
    select * into v_known from loyalty.keys k
     where k.store_id = p_store and k.kind = 'transfer' and k.source = i.source and k.source_id = i.source_id
       and k.line = 0;
    if found then
      status := case when v_known.fingerprint = decode(i.fingerprint, 'hex') and v_known.account_id = any (v_mine)
                  then 'duplicate' else 'conflict' end;
      if status = 'duplicate' then
        entry_id := v_known.id; points := v_known.points;
      end if;
    elsif i."to" = any (v_mine) then
      status := 'same';
    else
      perform loyalty.ready_v1(p_store, v_mine || i."to", p_now, i.id, decode(i.salt, 'hex'));
      b := loyalty.balance_v1(p_store, v_mine);
      if i.points <= 0 or b.available < i.points then
        status := 'insufficient';
      else
        insert into loyalty.keys (store_id, kind, source, source_id, line, fingerprint, id, account_id, points)
        values (p_store, 'transfer', i.source, i.source_id, 0, decode(i.fingerprint, 'hex'), i.id, i.account, i.points)
        on conflict do nothing;
        status := case when found then 'transferred' else 'conflict' end;
      end if;
      if status = 'transferred' then
        entry_id := i.id; points := i.points;
        perform loyalty.move_v1(p_store, p_now, v_item, v_mine, i."to",
                                loyalty.business_key_v1('transfer', i.source, i.source_id, 0));
      end if;
    end if;
    b := loyalty.balance_v1(p_store, v_mine);
    owner_id := b.owner_id; available := b.available;
    b := loyalty.balance_v1(p_store, v_theirs);
    to_owner_id := b.owner_id; to_available := b.available;
    return next;
  end loop;
end $$;

create or replace function loyalty.move_v1(p_store uuid, p_now timestamptz, p_item jsonb, p_mine uuid[], p_to uuid,
                                           p_key bytea) returns void
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  a loyalty.accounts;
  p record;
  e record;
  v_act uuid := (p_item->>'id')::uuid;
  v_salt bytea := decode(p_item->>'salt', 'hex');
  v_id uuid;
  v_lots uuid[];
  v_points bigint[];
begin
  p := loyalty.pick_v1(p_store, p_mine, (p_item->>'points')::bigint);
  -- Saved once, after its debts are repaid: a row never shows a debt beside available points.
  select * into a from loyalty.accounts t where t.store_id = p_store and t.id = p_to;
  for e in
    select t.*, 2 * (t.position - 1)::integer + 1 as nth
      from loyalty.take_v1(p_store, p_now, p_item, 'transfer', p_to, p_key, 2, false, p.accounts, p.lots, p.points)
           with ordinality as t(account_id, entry_id, points, position)
  loop
    v_id := loyalty.derived_id_v1(v_act, e.nth);
    with picked as (
      select loyalty.derived_id_v1(v_id, (row_number() over (order by u.position) - 1)::integer) as id, u.lot_id,
             u.points, u.position
        from unnest(p.accounts, p.lots, p.points) with ordinality as u(account_id, lot_id, points, position)
       where u.account_id = e.account_id
    ), made as (
      insert into loyalty.lots (store_id, id, account_id, entry_id, issued, remaining, is_pending, available_from,
                                expires_at)
      select p_store, u.id, p_to, v_id, u.points, u.points, false, l.available_from, l.expires_at
        from picked u join loyalty.lots l on l.store_id = p_store and l.id = u.lot_id
    )
    select array_agg(u.id order by u.position), array_agg(u.points order by u.position) into v_lots, v_points
      from picked u;
    a.available := a.available + e.points;
    a := loyalty.append_v1(a, p_now, v_id, loyalty.derived_salt_v1(v_salt, v_id), 'transfer', e.points, e.account_id,
      (p_item->>'occurred')::timestamptz, p_key, p_item->>'details', v_lots, v_points);
  end loop;
  v_id := loyalty.derived_id_v1(v_act, -2);
  a := loyalty.settle_v1(a, p_now, v_id, loyalty.derived_salt_v1(v_salt, v_id), p_now);
  perform loyalty.save_v1(a);
end $$;
