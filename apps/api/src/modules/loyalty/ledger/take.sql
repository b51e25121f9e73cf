-- What operations that take points share: whose accounts they go over, bringing these up to the time,
-- which lots they take, and the entries for it.
--
-- An owner may have several accounts in a programme (after a merge). Points are then taken over all of
-- them, the soonest-expiring lot first, with one entry for each account touched: in the order of the
-- accounts' ids, the first has the act's id and the others ids derived from it (derived_id_v1). They
-- bear the same business key.

-- Locks the accounts given and those of the same owners and programmes, in id order; their ids.
create or replace function loyalty.lock_owners_v1(p_store uuid, p_accounts uuid[]) returns uuid[]
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  v_ids uuid[];
begin
  select array_agg(distinct s.id) into v_ids
    from unnest(p_accounts) as c(id)
   cross join lateral (
     select t.owner_id, t.programme_id from loyalty.accounts t where t.store_id = p_store and t.id = c.id offset 0) as a
   cross join lateral (
     select t.id from loyalty.accounts t
      where t.store_id = p_store and t.owner_id = a.owner_id and t.programme_id = a.programme_id offset 0) as s;
  perform from loyalty.accounts t where t.store_id = p_store and t.id = any (v_ids)
    order by t.id for no key update;
  return v_ids;
end $$;

-- The accounts that an act on one account goes over, in id order: of those locked, its owner's.
create or replace function loyalty.mine_v1(p_store uuid, p_account uuid, p_locked uuid[]) returns uuid[]
language plpgsql stable set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  if cardinality(p_locked) = 1 then
    return p_locked;
  end if;
  return (
    select array_agg(s.id order by s.id) from loyalty.accounts a
     cross join lateral (
       select t.id from loyalty.accounts t
        where t.store_id = p_store and t.owner_id = a.owner_id and t.programme_id = a.programme_id offset 0) as s
     where a.store_id = p_store and a.id = p_account and s.id = any (p_locked));
end $$;

-- The accounts' balances as one, and their owner.
create or replace function loyalty.balance_v1(p_store uuid, p_accounts uuid[], out owner_id uuid, out available bigint,
  out pending bigint, out held bigint, out debt bigint, out lifetime bigint)
language plpgsql stable set enable_seqscan = off as $$
#variable_conflict use_column
begin
  select max(t.owner_id::text)::uuid, sum(t.available), sum(t.pending), sum(t.held), sum(t.debt), sum(t.lifetime)
    into owner_id, available, pending, held, debt, lifetime
    from loyalty.accounts t where t.store_id = p_store and t.id = any (p_accounts);
end $$;

-- Brings accounts up to the time before points are taken: makes points available whose day has come,
-- and ends those that are over. p_id and p_salt are the act's.
create or replace function loyalty.ready_v1(p_store uuid, p_accounts uuid[], p_now timestamptz, p_id uuid, p_salt bytea)
returns void language plpgsql as $$
declare
  v_account uuid;
begin
  foreach v_account in array p_accounts loop
    perform loyalty.mature_v1(p_store, v_account, p_now, sha256(p_salt || '\x01'::bytea));
  end loop;
  perform loyalty.expire_v1(p_store, p_now, p_now, p_accounts, 0, loyalty.derived_id_v1(p_id, -1),
                            sha256(p_salt || '\x02'::bytea));
end $$;

-- The lots that make up p_points over the accounts, soonest-expiring first, and how much of each: three
-- arrays side by side. The caller knows that there is enough.
create or replace function loyalty.pick_v1(p_store uuid, p_accounts uuid[], p_points bigint, out accounts uuid[],
  out lots uuid[], out points bigint[])
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  open_lots refcursor;
  r record;
  v_left bigint := p_points;
begin
  accounts := '{}'; lots := '{}'; points := '{}';
  if cardinality(p_accounts) = 1 then
    -- The index gives the order: it stops at the last lot needed.
    open open_lots for
      select l.account_id, l.id, l.remaining - l.held as free from loyalty.lots l
       where l.store_id = p_store and l.account_id = p_accounts[1] and l.remaining > 0 and l.remaining > l.held
         and not l.is_pending
       order by l.expires_at, l.id;
  else
    open open_lots for
      select l.account_id, l.id, l.remaining - l.held as free from loyalty.lots l
       where l.store_id = p_store and l.account_id = any (p_accounts) and l.remaining > 0 and l.remaining > l.held
         and not l.is_pending
       order by l.expires_at, l.id;
  end if;
  while v_left > 0 loop
    fetch open_lots into r;
    exit when not found;
    accounts := accounts || r.account_id;
    lots := lots || r.id;
    points := points || least(v_left, r.free);
    v_left := v_left - least(v_left, r.free);
  end loop;
  close open_lots;
end $$;

-- Takes what was picked, one entry for each account. p_item: {id, salt, details, occurred, order?,
-- location?, customer?, rule_version?}. p_step: the nth entry, from 0, has the id derived with n * p_step.
-- p_held: the points come out of a hold.
create or replace function loyalty.take_v1(p_store uuid, p_now timestamptz, p_item jsonb, p_kind text, p_counter uuid,
  p_key bytea, p_step integer, p_held boolean, p_accounts uuid[], p_lots uuid[], p_points bigint[])
returns table (account_id uuid, entry_id uuid, points bigint)
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare
  a loyalty.accounts;
  r record;
  v_salt bytea := decode(p_item->>'salt', 'hex');
begin
  update loyalty.lots t
     set remaining = t.remaining - p.points, held = t.held - case when p_held then p.points else 0 end
    from unnest(p_lots, p_points) as p(lot_id, points)
   where t.store_id = p_store and t.id = p.lot_id;
  for r in
    select p.account_id, array_agg(p.lot_id order by p.position) as lots,
           array_agg(-p.points order by p.position) as deltas, sum(p.points)::bigint as points,
           (row_number() over (order by p.account_id) - 1)::integer as nth
      from unnest(p_accounts, p_lots, p_points) with ordinality as p(account_id, lot_id, points, position)
     group by p.account_id order by p.account_id
  loop
    account_id := r.account_id; points := r.points;
    entry_id := loyalty.derived_id_v1((p_item->>'id')::uuid, r.nth * p_step);
    select * into a from loyalty.accounts t where t.store_id = p_store and t.id = r.account_id;
    if p_held then
      a.held := a.held - r.points;
    else
      a.available := a.available - r.points;
    end if;
    a := loyalty.append_v1(a, p_now, entry_id,
      case when r.nth = 0 then v_salt else loyalty.derived_salt_v1(v_salt, entry_id) end, p_kind, -r.points, p_counter,
      (p_item->>'occurred')::timestamptz, p_key, p_item->>'details', r.lots, r.deltas, (p_item->>'order')::uuid,
      (p_item->>'location')::uuid, (p_item->>'customer')::uuid, (p_item->>'rule_version')::integer);
    perform loyalty.save_v1(a);
    return next;
  end loop;
end $$;

-- Redeems what was picked: the entries, and on an order with lines each entry's share of each line.
-- Entries fill the lines in turn, so that few lines are split between two.
create or replace function loyalty.redeem_v1(p_store uuid, p_now timestamptz, p_item jsonb, p_key bytea,
  p_held boolean, p_accounts uuid[], p_lots uuid[], p_points bigint[])
returns table (account_id uuid, entry_id uuid, points bigint)
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare
  v_accounts uuid[];
  v_entries uuid[];
  v_points bigint[];
begin
  select array_agg(t.account_id), array_agg(t.entry_id), array_agg(t.points) into v_accounts, v_entries, v_points
    from loyalty.take_v1(p_store, p_now, p_item, 'redeem', '00000000-0000-8000-8000-000000000002', p_key, 1, p_held,
                         p_accounts, p_lots, p_points) as t;
  if p_item->>'order' is not null then
    insert into loyalty.order_points (store_id, order_id, entry_id, line_no, account_id, direction, line_total, points,
                                      act_id)
    select p_store, (p_item->>'order')::uuid, e.id, l.line_no, e.account_id, 'redeemed', l.total,
           least(l.upto, e.upto) - greatest(l.upto - l.points, e.upto - e.points),
           case when cardinality(v_entries) > 1 then v_entries[1] end
      from (select (x.value->>0)::integer as line_no, (x.value->>1)::bigint as total, (x.value->>2)::bigint as points,
                   sum((x.value->>2)::bigint) over (order by x.position) as upto
              from jsonb_array_elements(p_item->'lines') with ordinality as x(value, position)) as l
      join (select u.*, sum(u.points) over (order by u.position) as upto
              from unnest(v_entries, v_accounts, v_points) with ordinality as u(id, account_id, points, position)) as e
        on least(l.upto, e.upto) > greatest(l.upto - l.points, e.upto - e.points);
  end if;
  return query select * from unnest(v_accounts, v_entries, v_points);
end $$;
