-- Expiry: takes what is left of lots whose time is over, one entry per account and end of lots, dated
-- at that end. Points in a hold stay until the hold ends. What it takes is what it finds under the
-- lock, so a second run, or one after a kill, finds the rest and nothing twice.
-- p_until: lots that ended by then (the job: now; a refund: when it happened). p_accounts: only these
-- (the caller has locked them); null: any, at most p_limit lots.
create or replace function loyalty.expire_v1(p_store uuid, p_now timestamptz, p_until timestamptz, p_accounts uuid[],
                                             p_limit integer, p_base uuid, p_salt bytea)
returns table (account_id uuid, owner_id uuid, entry_id uuid, points bigint, available bigint, lots bigint)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  v_lots uuid[];
  v_accounts uuid[];
  v_due uuid[];
  v_account uuid;
begin
  if p_accounts is null then
    select array_agg(due.id), array_agg(distinct due.account_id) into v_lots, v_accounts
      from (select l.id, l.account_id from loyalty.lots l
             where l.store_id = p_store and l.remaining > l.held and l.expires_at <= p_until
             order by l.expires_at, l.account_id limit p_limit) as due;
  else
    select array_agg(l.id), array_agg(distinct l.account_id) into v_lots, v_accounts
      from unnest(p_accounts) as c(id)
     cross join lateral (
       select t.id, t.account_id from loyalty.lots t
        where t.store_id = p_store and t.account_id = c.id and t.remaining > 0 and t.remaining > t.held
          and t.expires_at <= p_until offset 0) as l;
  end if;
  if v_lots is null then
    return;
  end if;
  select array_agg(locked.id) filter (where locked.next_available_at <= p_now)
    into v_due
    from (select a.id, a.next_available_at from loyalty.accounts a
           where a.store_id = p_store and a.id = any (v_accounts)
           order by a.id for no key update) as locked;
  foreach v_account in array coalesce(v_due, '{}') loop
    perform loyalty.mature_v1(p_store, v_account, p_now, sha256(p_salt));
  end loop;

  return query
  with lot as materialized (
    select l.id, l.account_id, l.remaining - l.held as points, l.available_from, l.expires_at
      from loyalty.lots l
     where l.store_id = p_store and l.id = any (v_lots) and l.remaining > l.held and l.expires_at <= p_until
  ), grouped as (
    select account_id, expires_at, sum(points)::bigint as points,
           row_number() over (order by account_id, expires_at)::integer as nth,
           sha256(string_agg(loyalty.movement_v1(id, -points, available_from, expires_at), ''::bytea order by id))
             as digest
      from lot group by account_id, expires_at
  ), step as materialized (
    select g.*, loyalty.derived_id_v1(p_base, g.nth) as id, a.sequence + row_number() over w as sequence,
           a.available - sum(g.points) over w as available_after, a.pending, a.held, a.debt, a.lifetime, a.head,
           a.owner_id, greatest(a.updated_at, p_now) as recorded
      from grouped g
     cross join lateral (
       select * from loyalty.accounts t where t.store_id = p_store and t.id = g.account_id offset 0) as a
    window w as (partition by g.account_id order by g.expires_at rows unbounded preceding)
  ), posting as materialized (
    select *, loyalty.business_key_v1('internal', 'wafa', id::text, 0) as key,
           loyalty.derived_salt_v1(p_salt, id) as salt,
           convert_to('{"reason":{"rule":"expiry"}}', 'UTF8') as bytes
      from step
  ), hashed as (
    select *, sha256(salt || bytes) as commitment,
           loyalty.chain_v1(head, loyalty.entry_body_v1(p_store, account_id, sequence, id, 'expire', -points,
             '00000000-0000-8000-8000-000000000003', expires_at, key, null, null, digest, sha256(salt || bytes)))
             over (partition by account_id order by sequence rows unbounded preceding) as hash
      from posting
  ), chained as materialized (
    select *, coalesce(lag(hash) over w, head) as previous, lead(sequence) over w is null as is_last
      from hashed window w as (partition by account_id order by sequence)
  ), entries as (
    insert into loyalty.entries (store_id, id, account_id, sequence, kind, amount, moved, counter_id, occurred_at,
        recorded_at, business_key, movements_digest, details_commitment, previous_hash, hash, available_after,
        pending_after, held_after, debt_after, lifetime_after)
    select p_store, id, account_id, sequence, 'expire', -points, -points, '00000000-0000-8000-8000-000000000003',
           expires_at, recorded, key, digest, commitment, previous, hash, available_after, pending, held, debt, lifetime
      from chained
  ), details as (
    insert into loyalty.entry_details (store_id, entry_id, salt, bytes)
    select p_store, id, salt, bytes from chained
  ), movements as (
    insert into loyalty.lot_movements (store_id, entry_id, position, lot_id, delta, available_from, expires_at)
    select p_store, s.id, row_number() over (partition by s.id order by l.id), l.id, -l.points, l.available_from,
           l.expires_at
      from step s join lot l on l.account_id = s.account_id and l.expires_at = s.expires_at
  ), emptied as (
    update loyalty.lots t set remaining = t.remaining - l.points, expired = t.expired + l.points
      from lot l where t.store_id = p_store and t.id = l.id
  ), accounts as (
    update loyalty.accounts a
       set available = c.available_after, sequence = c.sequence, head = c.hash, updated_at = c.recorded
      from chained c
     where c.is_last and a.store_id = p_store and a.id = c.account_id
  )
  select account_id, owner_id, id, points, available_after::bigint, cardinality(v_lots)::bigint from step;
end $$;
