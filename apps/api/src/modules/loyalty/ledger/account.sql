-- What all ledger operations share: the ladder of tiers, appending one entry, maturing, repaying.
-- Functions that take an account expect its row locked by the caller. They never read the clock.

-- Tiers and windows of every programme of a store, as they stand at a time in the store's time zone.
create or replace function loyalty.ladder_v1(p_store uuid, p_now timestamptz, p_time_zone text)
returns table (programme_id uuid, rule_version integer, pending_days integer, expiry_months integer, tier_basis text,
  keys text[], thresholds bigint[], window_start date, held_until timestamptz)
language sql stable as $$
  select p.id, p.rule_version, p.pending_days, p.expiry_months, p.tier_basis,
         array(select t.key from loyalty.tiers t
                where t.store_id = p_store and t.programme_id = p.id order by t.threshold),
         array(select t.threshold from loyalty.tiers t
                where t.store_id = p_store and t.programme_id = p.id order by t.threshold),
         -- First day inside the window.
         case p.tier_window
           when 'rolling' then
             ((p_now at time zone p_time_zone)::date - make_interval(months => p.tier_window_months))::date + 1
           else date_trunc('year', p_now at time zone p_time_zone)::date end,
         case p.tier_window
           when 'rolling' then (date_trunc('month', p_now at time zone p_time_zone)
             + make_interval(months => p.tier_window_months + 1)) at time zone p_time_zone
           else (date_trunc('year', p_now at time zone p_time_zone) + interval '2 years') at time zone p_time_zone end
    from loyalty.programmes p
   where p.store_id = p_store
$$;

create or replace function loyalty.save_v1(a loyalty.accounts) returns void
language plpgsql set enable_seqscan = off as $$
begin
  update loyalty.accounts t
     set available = a.available, pending = a.pending, held = a.held, debt = a.debt, lifetime = a.lifetime,
         next_available_at = a.next_available_at, sequence = a.sequence, head = a.head, tier_key = a.tier_key,
         tier_since = a.tier_since, tier_held_until = a.tier_held_until, updated_at = a.updated_at
   where t.store_id = a.store_id and t.id = a.id;
end $$;

-- Appends one entry to the chain of an account whose balances already show it, and returns the account
-- with its new head. Lots must show the movement too: their times go into the digest.
create or replace function loyalty.append_v1(
  a loyalty.accounts, p_now timestamptz, p_id uuid, p_salt bytea, p_kind text, p_amount bigint, p_counter uuid,
  p_occurred timestamptz, p_key bytea, p_details text, p_lots uuid[], p_deltas bigint[],
  p_order uuid default null, p_location uuid default null, p_presented uuid default null,
  p_rule_version integer default null)
returns loyalty.accounts
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  v_bytes bytea := convert_to(p_details, 'UTF8');
  v_digest bytea;
  v_moved bigint;
  v_commitment bytea := sha256(p_salt || v_bytes);
  v_rule uuid := case when p_rule_version is not null then a.programme_id end;
  v_hash bytea;
begin
  with moved as (
    insert into loyalty.lot_movements (store_id, entry_id, position, lot_id, delta, available_from, expires_at)
    select a.store_id, p_id, m.position, m.lot_id, m.delta, l.available_from, l.expires_at
      from unnest(p_lots, p_deltas) with ordinality as m(lot_id, delta, position)
     cross join lateral (
       select t.available_from, t.expires_at from loyalty.lots t
        where t.store_id = a.store_id and t.id = m.lot_id offset 0) as l
    returning position, lot_id, delta, available_from, expires_at
  )
  select sha256(coalesce(string_agg(
           loyalty.movement_v1(lot_id, delta, available_from, expires_at), ''::bytea order by position), ''::bytea)),
         coalesce(sum(delta), 0)
    into v_digest, v_moved
    from moved;
  a.sequence := a.sequence + 1;
  a.updated_at := greatest(a.updated_at, p_now);
  v_hash := loyalty.chain_step_v1(null, a.head, loyalty.entry_body_v1(
    a.store_id, a.id, a.sequence, p_id, p_kind, p_amount, p_counter, p_occurred, p_key, v_rule, p_rule_version,
    v_digest, v_commitment));
  insert into loyalty.entries (store_id, id, account_id, sequence, kind, amount, moved, counter_id, occurred_at,
      recorded_at, business_key, rule_id, rule_version, movements_digest, details_commitment, previous_hash, hash,
      order_id, location_id, presented_id, available_after, pending_after, held_after, debt_after, lifetime_after)
  values (a.store_id, p_id, a.id, a.sequence, p_kind, p_amount, v_moved, p_counter, p_occurred, a.updated_at, p_key,
      v_rule, p_rule_version, v_digest, v_commitment, a.head, v_hash, p_order, p_location, p_presented,
      a.available, a.pending, a.held, a.debt, a.lifetime);
  insert into loyalty.entry_details (store_id, entry_id, salt, bytes) values (a.store_id, p_id, p_salt, v_bytes);
  a.head := v_hash;
  return a;
end $$;

-- Puts the points from p_after to p_upto of a redemption (counted in the order in which it took them)
-- back into their lots, and says which. A lot that has expired meanwhile gets a new end, at least the
-- programme's return_days away. The account's balance and the entry are the caller's.
create or replace function loyalty.return_to_lots_v1(
  a loyalty.accounts, p_now timestamptz, p_redemption uuid, p_after bigint, p_upto bigint,
  out lots uuid[], out deltas bigint[])
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  r record;
begin
  lots := '{}';
  deltas := '{}';
  for r in
    select m.lot_id, least(m.upto, p_upto) - greatest(m.upto - m.points, p_after) as points
      from (select t.lot_id, t.position, -t.delta as points, sum(-t.delta) over (order by t.position) as upto
              from loyalty.lot_movements t where t.store_id = a.store_id and t.entry_id = p_redemption) as m
     where least(m.upto, p_upto) > greatest(m.upto - m.points, p_after)
     order by m.position
  loop
    update loyalty.lots l
       set remaining = l.remaining + r.points,
           expires_at = case when l.expires_at <= p_now then p_now + make_interval(days => (
             select p.return_days from loyalty.programmes p where p.store_id = a.store_id and p.id = a.programme_id))
             else l.expires_at end
     where l.store_id = a.store_id and l.id = r.lot_id;
    lots := lots || r.lot_id;
    deltas := deltas || r.points::bigint;
  end loop;
end $$;

-- Repays debts, oldest first, from available points, soonest-expiring lot first; one entry.
create or replace function loyalty.settle_v1(a loyalty.accounts, p_now timestamptz, p_id uuid, p_salt bytea,
                                             p_occurred timestamptz) returns loyalty.accounts
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  v_left bigint := least(a.debt, a.available);
  v_part bigint;
  v_lots uuid[] := '{}';
  v_deltas bigint[] := '{}';
  v_refunds uuid[] := '{}';
  r record;
begin
  if v_left = 0 then
    return a;
  end if;
  a.available := a.available - v_left;
  a.debt := a.debt - v_left;
  for r in
    select l.id, l.remaining - l.held as free from loyalty.lots l
     where l.store_id = a.store_id and l.account_id = a.id and l.remaining > 0 and l.remaining > l.held
       and not l.is_pending
     order by l.expires_at, l.id
  loop
    v_part := least(r.free, v_left);
    update loyalty.lots set remaining = remaining - v_part where store_id = a.store_id and id = r.id;
    v_lots := v_lots || r.id;
    v_deltas := v_deltas || -v_part;
    v_left := v_left - v_part;
    exit when v_left = 0;
  end loop;
  v_left := -(select sum(d) from unnest(v_deltas) as d);
  for r in
    select d.id, d.refund_id, d.amount - d.repaid as open from loyalty.debts d
     where d.store_id = a.store_id and d.account_id = a.id and d.repaid < d.amount
     order by d.sequence
  loop
    v_part := least(r.open, v_left);
    update loyalty.debts set repaid = repaid + v_part where store_id = a.store_id and id = r.id;
    insert into loyalty.debt_repayments (store_id, entry_id, debt_id, points)
    values (a.store_id, p_id, r.id, v_part);
    v_refunds := v_refunds || r.refund_id;
    v_left := v_left - v_part;
    exit when v_left = 0;
  end loop;
  return loyalty.append_v1(a, p_now, p_id, p_salt, 'repay', 0, a.id, p_occurred,
    loyalty.business_key_v1('internal', 'wafa', p_id::text, 0),
    json_build_object('reason', json_build_object('rule', 'debt', 'refunds', v_refunds))::text, v_lots, v_deltas);
end $$;

-- Moves points whose time has come from pending to available, and repays debts from them. Writes no
-- entry for the move itself: when a lot becomes available stands in its credit's movement already.
create or replace function loyalty.mature_v1(p_store uuid, p_account uuid, p_now timestamptz, p_salt bytea)
returns loyalty.accounts
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  a loyalty.accounts;
  v_points bigint;
  v_last uuid;
  v_id uuid;
begin
  select * into a from loyalty.accounts t where t.store_id = p_store and t.id = p_account;
  if a.next_available_at is null or a.next_available_at > p_now then
    return a;
  end if;
  with due as (
    update loyalty.lots l set is_pending = false
     where l.store_id = p_store and l.account_id = p_account and l.remaining > 0 and l.is_pending
       and l.available_from <= p_now
    returning l.id, l.remaining
  )
  select coalesce(sum(remaining), 0), max(id::text)::uuid into v_points, v_last from due;
  a.pending := a.pending - v_points;
  a.available := a.available + v_points;
  a.next_available_at := (
    select min(l.available_from) from loyalty.lots l
     where l.store_id = p_store and l.account_id = p_account and l.remaining > 0 and l.is_pending);
  if a.debt > 0 and v_points > 0 then
    v_id := loyalty.derived_id_v1(v_last, -1);
    a := loyalty.settle_v1(a, p_now, v_id, loyalty.derived_salt_v1(p_salt, v_id), p_now);
  end if;
  perform loyalty.save_v1(a);
  return a;
end $$;
