-- Holds: points reserved for a checkout. A hold moves points of an account from available to held, lot
-- by lot, and writes no entry: the balance as a whole does not change. Capturing redeems exactly the
-- held lots. What is held does not end; once released it repays debts first, and what is over by then
-- goes with the next run of the expiry. A hold that has lasted its time can no longer be captured, and
-- stays held until the job loyalty.release_holds has come by.
--
-- Who changes a hold has locked the accounts of its lots, so the hold itself needs no lock.

-- Reserves available points, soonest-expiring lot first, over all accounts of the owner (take.sql).
-- Item: {n, id, account, source, source_id, points, order, reason, expires, salt (hex), fingerprint (hex)}
create or replace function loyalty.hold_v1(p_store uuid, p_now timestamptz, p_items jsonb)
returns table (n integer, status text, owner_id uuid, hold jsonb, available bigint)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  i record;
  p record;
  b record;
  v_known loyalty.keys;
  v_hold uuid;
  v_locked uuid[];
  v_mine uuid[];
begin
  v_locked := loyalty.lock_owners_v1(p_store, (
    select array_agg(distinct (x.value->>'account')::uuid) from jsonb_array_elements(p_items) as x));
  for i in
    select * from jsonb_to_recordset(p_items) as r(n integer, id uuid, account uuid, source text, source_id text,
      points bigint, "order" uuid, reason text, expires timestamptz, salt text, fingerprint text) order by r.n
  loop
    n := i.n; v_hold := null;
    v_mine := loyalty.mine_v1(p_store, i.account, v_locked);
    select * into v_known from loyalty.keys k
     where k.store_id = p_store and k.kind = 'hold' and k.source = i.source and k.source_id = i.source_id and k.line = 0;
    if found then
      status := case when v_known.fingerprint = decode(i.fingerprint, 'hex') and v_known.account_id = any (v_mine)
                  then 'duplicate' else 'conflict' end;
      v_hold := case when status = 'duplicate' then v_known.id end;
    else
      perform loyalty.ready_v1(p_store, v_mine, p_now, i.id, decode(i.salt, 'hex'));
      b := loyalty.balance_v1(p_store, v_mine);
      if i.points <= 0 or b.available < i.points then
        status := 'insufficient';
      else
        insert into loyalty.keys (store_id, kind, source, source_id, line, fingerprint, id, account_id, points)
        values (p_store, 'hold', i.source, i.source_id, 0, decode(i.fingerprint, 'hex'), i.id, i.account, i.points)
        on conflict do nothing;
        status := case when found then 'held' else 'conflict' end;
      end if;
      if status = 'held' then
        v_hold := i.id;
        p := loyalty.pick_v1(p_store, v_mine, i.points);
        insert into loyalty.holds (store_id, id, account_id, points, status, order_id, reason, created_at, expires_at)
        values (p_store, i.id, i.account, i.points, 'open', i."order", i.reason,
                loyalty.latest_v1(p_store, v_mine, p_now), i.expires);
        insert into loyalty.hold_lots (store_id, hold_id, lot_id, points)
        select p_store, i.id, u.lot_id, u.points from unnest(p.lots, p.points) as u(lot_id, points);
        update loyalty.lots t set held = t.held + u.points
          from unnest(p.lots, p.points) as u(lot_id, points)
         where t.store_id = p_store and t.id = u.lot_id;
        update loyalty.accounts t
           set available = t.available - u.points, held = t.held + u.points, updated_at = greatest(t.updated_at, p_now)
          from (select x.account_id, sum(x.points)::bigint as points
                  from unnest(p.accounts, p.points) as x(account_id, points) group by 1) as u
         where t.store_id = p_store and t.id = u.account_id;
      end if;
    end if;
    select to_jsonb(h) into hold from loyalty.holds h where h.store_id = p_store and h.id = v_hold;
    b := loyalty.balance_v1(p_store, v_mine);
    owner_id := b.owner_id; available := b.available;
    return next;
  end loop;
end $$;

-- Now, or the last change of the accounts where another node's clock was ahead: times of an account
-- never fall, so that a balance of a past time adds up.
create or replace function loyalty.latest_v1(p_store uuid, p_accounts uuid[], p_now timestamptz) returns timestamptz
language plpgsql stable set enable_seqscan = off as $$
begin
  return (select greatest(p_now, max(t.updated_at)) from loyalty.accounts t
           where t.store_id = p_store and t.id = any (p_accounts));
end $$;

-- Locks the accounts that the lots of holds belong to, in id order.
create or replace function loyalty.lock_holds_v1(p_store uuid, p_holds uuid[]) returns void
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  v_ids uuid[];
begin
  select array_agg(distinct l.account_id) into v_ids
    from unnest(p_holds) as c(id)
   cross join lateral (
     select t.lot_id from loyalty.hold_lots t where t.store_id = p_store and t.hold_id = c.id offset 0) as h
   cross join lateral (
     select t.account_id from loyalty.lots t where t.store_id = p_store and t.id = h.lot_id offset 0) as l;
  perform from loyalty.accounts t where t.store_id = p_store and t.id = any (v_ids)
    order by t.id for no key update;
end $$;

-- Redeems held points, all or nothing per item: entries of kind redeem over the held lots, those that
-- end soonest first. points null: all that is still held. final: the rest is released and the hold ends.
-- Item: {n, id, hold, source, source_id, points, final, order, location, occurred, rule_version,
--        salt (hex), details (JSON text), fingerprint (hex), lines: [[line no, total, points], ...]}
create or replace function loyalty.capture_v1(p_store uuid, p_now timestamptz, p_items jsonb)
returns table (n integer, status text, owner_id uuid, entry_id uuid, points bigint, hold jsonb, available bigint)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  i record;
  b record;
  h loyalty.holds;
  v_item jsonb;
  v_known loyalty.keys;
  v_points bigint;
  v_shared bigint;
begin
  perform loyalty.lock_holds_v1(p_store, (
    select array_agg(distinct (x.value->>'hold')::uuid) from jsonb_array_elements(p_items) as x));
  for v_item in select x.value from jsonb_array_elements(p_items) as x order by (x.value->>'n')::integer loop
    select * into i from jsonb_to_record(v_item) as r(n integer, id uuid, hold uuid, source text, source_id text,
      points bigint, final boolean, "order" uuid, salt text, fingerprint text, lines jsonb);
    n := i.n; entry_id := null; points := 0; hold := null; owner_id := null; available := null;
    select * into h from loyalty.holds t where t.store_id = p_store and t.id = i.hold;
    if not found then
      status := 'unknown';
      return next;
      continue;
    end if;
    v_points := coalesce(i.points, h.points - h.captured - h.released);
    select sum((x.value->>2)::bigint) into v_shared from jsonb_array_elements(i.lines) as x;
    select * into v_known from loyalty.keys k
     where k.store_id = p_store and k.kind = 'capture' and k.source = i.source and k.source_id = i.source_id
       and k.line = 0;
    if found then
      status := case when v_known.fingerprint = decode(i.fingerprint, 'hex') then 'duplicate' else 'conflict' end;
      if status = 'duplicate' then
        entry_id := v_known.id; points := v_known.points;
      end if;
    elsif h.status <> 'open' or h.expires_at <= p_now then
      status := 'ended';
    elsif v_points <= 0 or v_points > h.points - h.captured - h.released then
      status := 'exceeded';
    elsif v_shared <> v_points then
      status := 'lines_differ';
    else
      insert into loyalty.keys (store_id, kind, source, source_id, line, fingerprint, id, account_id, points)
      values (p_store, 'capture', i.source, i.source_id, 0, decode(i.fingerprint, 'hex'), i.id, h.account_id, v_points)
      on conflict do nothing;
      status := case when found then 'captured' else 'conflict' end;
    end if;
    if status = 'captured' then
      entry_id := i.id; points := v_points;
      h := loyalty.capture_lots_v1(h, p_now, v_item || jsonb_build_object('order', coalesce(i."order", h.order_id)),
        loyalty.business_key_v1('capture', i.source, i.source_id, 0), v_points);
      if i.final and h.status = 'open' then
        h := loyalty.end_hold_v1(h, p_now, 'captured', decode(i.salt, 'hex'));
      end if;
    end if;
    b := loyalty.owner_balance_v1(p_store, h.account_id);
    owner_id := b.owner_id; available := b.available; hold := to_jsonb(h);
    return next;
  end loop;
end $$;

-- Redeems p_points of a hold that has them, and returns the hold as it then stands.
create or replace function loyalty.capture_lots_v1(h loyalty.holds, p_now timestamptz, p_item jsonb, p_key bytea,
                                                   p_points bigint) returns loyalty.holds
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  r record;
  v_at timestamptz;
  v_left bigint := p_points;
  v_part bigint;
  v_accounts uuid[] := '{}';
  v_lots uuid[] := '{}';
  v_points bigint[] := '{}';
begin
  for r in
    select t.lot_id, l.account_id, t.points - t.captured as left_of from loyalty.hold_lots t
      join loyalty.lots l on l.store_id = h.store_id and l.id = t.lot_id
     where t.store_id = h.store_id and t.hold_id = h.id and t.points > t.captured
     order by l.expires_at, l.id
  loop
    v_part := least(v_left, r.left_of);
    update loyalty.hold_lots t set captured = t.captured + v_part
     where t.store_id = h.store_id and t.hold_id = h.id and t.lot_id = r.lot_id;
    v_accounts := v_accounts || r.account_id;
    v_lots := v_lots || r.lot_id;
    v_points := v_points || v_part;
    v_left := v_left - v_part;
    exit when v_left = 0;
  end loop;
  v_at := loyalty.latest_v1(h.store_id, v_accounts, p_now);
  insert into loyalty.hold_captures (store_id, hold_id, entry_id, points)
  select h.store_id, h.id, e.entry_id, e.points
    from loyalty.redeem_v1(h.store_id, v_at, p_item, p_key, true, v_accounts, v_lots, v_points) as e;
  h.captured := h.captured + p_points;
  if h.captured = h.points then
    h.status := 'captured';
    h.ended_at := v_at;
  end if;
  update loyalty.holds t set captured = h.captured, status = h.status, ended_at = h.ended_at
   where t.store_id = h.store_id and t.id = h.id;
  return h;
end $$;

-- Ends an open hold: what is left of it becomes available and repays debts first. The repayments' ids are
-- derived from the hold's, 1 and up in the order of its accounts.
create or replace function loyalty.end_hold_v1(h loyalty.holds, p_now timestamptz, p_status text, p_salt bytea)
returns loyalty.holds
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  a loyalty.accounts;
  r record;
  v_at timestamptz := p_now;
  v_id uuid;
begin
  for r in
    with freed as (
      update loyalty.lots l set held = l.held - (t.points - t.captured)
        from loyalty.hold_lots t
       where t.store_id = h.store_id and t.hold_id = h.id and t.points > t.captured
         and l.store_id = h.store_id and l.id = t.lot_id
      returning l.account_id, t.points - t.captured as points
    )
    select account_id, sum(points)::bigint as points, (row_number() over (order by account_id))::integer as nth
      from freed group by account_id order by account_id
  loop
    select * into a from loyalty.accounts t where t.store_id = h.store_id and t.id = r.account_id;
    a.held := a.held - r.points;
    a.available := a.available + r.points;
    a.updated_at := greatest(a.updated_at, p_now);
    v_at := greatest(v_at, a.updated_at);
    v_id := loyalty.derived_id_v1(h.id, r.nth);
    a := loyalty.settle_v1(a, p_now, v_id, loyalty.derived_salt_v1(p_salt, v_id), p_now);
    perform loyalty.save_v1(a);
  end loop;
  h.released := h.points - h.captured;
  h.status := p_status;
  h.ended_at := v_at;
  update loyalty.holds t set released = h.released, status = h.status, ended_at = h.ended_at
   where t.store_id = h.store_id and t.id = h.id;
  return h;
end $$;

create or replace function loyalty.owner_balance_v1(p_store uuid, p_account uuid, out owner_id uuid, out available bigint)
language plpgsql stable set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
begin
  select a.owner_id, sum(s.available) into owner_id, available
    from loyalty.accounts a
   cross join lateral (
     select t.available from loyalty.accounts t
      where t.store_id = p_store and t.owner_id = a.owner_id and t.programme_id = a.programme_id offset 0) as s
   where a.store_id = p_store and a.id = p_account
   group by a.owner_id;
end $$;

-- Releases holds, one row for each in the order given. p_timed_out: only those that have lasted their
-- time, as the job does; a hold that is no longer open is answered as it stands, so that a second run
-- changes nothing.
create or replace function loyalty.release_v1(p_store uuid, p_now timestamptz, p_holds uuid[], p_timed_out boolean,
                                              p_salt bytea)
returns table (status text, owner_id uuid, hold jsonb, freed bigint, available bigint)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  b record;
  h loyalty.holds;
  v_hold uuid;
begin
  perform loyalty.lock_holds_v1(p_store, p_holds);
  foreach v_hold in array coalesce(p_holds, '{}') loop
    owner_id := null; hold := null; freed := 0; available := null;
    select * into h from loyalty.holds t where t.store_id = p_store and t.id = v_hold;
    if not found then
      status := 'unknown';
      return next;
      continue;
    end if;
    if h.status = 'captured' then
      status := 'ended';
    elsif h.status <> 'open' or (p_timed_out and h.expires_at > p_now) then
      status := 'duplicate';
    else
      status := 'released';
      freed := h.points - h.captured;
      h := loyalty.end_hold_v1(h, p_now, case when p_timed_out then 'timed_out' else 'released' end, p_salt);
    end if;
    b := loyalty.owner_balance_v1(p_store, h.account_id);
    owner_id := b.owner_id; available := b.available; hold := to_jsonb(h);
    return next;
  end loop;
end $$;
