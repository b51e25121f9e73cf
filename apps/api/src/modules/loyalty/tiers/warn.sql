-- Warnings ahead of time. Both functions look at p_limit candidates behind (p_after_at, p_after_id) and
-- answer all of them, so that the caller knows where to go on; `is_new` marks those to be told. What was
-- sent stands in loyalty.warnings, whose key lets an occasion be sent once, whoever runs and how often.
-- The row comparison alone bounds the scan from below: a second bound beside it would make the index
-- start there and walk over all that was done before (73,000 entries, 2 to 7 ms a batch).

-- Points that end within the longest notice of a programme. Of several notices the shortest that is due
-- counts: after a standstill of weeks there is one warning and not two.
create or replace function loyalty.warn_points_v1(p_store uuid, p_now timestamptz, p_time_zone text,
                                                  p_after_at timestamptz, p_after_id uuid, p_limit integer)
returns table (account_id uuid, owner_id uuid, due_at timestamptz, points bigint, days integer, is_new boolean)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  return query
  with notice as materialized (
    select p.id as programme_id, d.days,
           (p_now at time zone p_time_zone + make_interval(days => d.days)) at time zone p_time_zone as upto
      from loyalty.programmes p cross join lateral unnest(p.expiry_warning_days) as d(days)
     where p.store_id = p_store
  ), ending as materialized (
    select l.expires_at, l.account_id, sum(l.remaining - l.held)::bigint as points
      from loyalty.lots l
     where l.store_id = p_store and l.remaining > l.held and l.expires_at <= (select max(upto) from notice)
       and (l.expires_at, l.account_id) > (greatest(p_after_at, p_now), p_after_id)
     group by l.expires_at, l.account_id
     order by l.expires_at, l.account_id limit p_limit
  ), candidate as materialized (
    select e.*, a.owner_id, n.days
      from ending e
     cross join lateral (
       select t.owner_id, t.programme_id from loyalty.accounts t
        where t.store_id = p_store and t.id = e.account_id offset 0) as a
      left join lateral (
       select min(t.days) as days from notice t
        where t.programme_id = a.programme_id and e.expires_at > p_now and e.expires_at <= t.upto) as n on true
  ), told as (
    insert into loyalty.warnings as w (store_id, account_id, kind, due_at, days_ahead, points, sent_at)
    select p_store, account_id, 'points', expires_at, days, points, p_now from candidate where days is not null
    on conflict do nothing
    returning w.account_id, w.due_at
  )
  select c.account_id, c.owner_id, c.expires_at, c.points, c.days, t.account_id is not null
    from candidate c left join told t on t.account_id = c.account_id and t.due_at = c.expires_at
   order by c.expires_at, c.account_id;
end $$;

-- Tiers that would fall at the end of their period if nothing more were earned.
create or replace function loyalty.warn_tiers_v1(p_store uuid, p_now timestamptz, p_time_zone text,
                                                 p_after_at timestamptz, p_after_id uuid, p_limit integer)
returns table (account_id uuid, owner_id uuid, due_at timestamptz, points bigint, from_key text, to_key text,
  ends_at timestamptz, is_new boolean)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  v_accounts uuid[];
begin
  select array_agg(near.id) into v_accounts
    from (select a.id from loyalty.accounts a
           where a.store_id = p_store and a.tier_held_until <= (p_now at time zone p_time_zone + make_interval(days => (
               select max(p.tier_warning_days) from loyalty.programmes p where p.store_id = p_store)))
               at time zone p_time_zone
             and (a.tier_held_until, a.id) > (greatest(p_after_at, p_now), p_after_id)
           order by a.tier_held_until, a.id limit p_limit) as near;
  return query
  with candidate as materialized (
    select o.*, p.tier_warning_days as days,
           o.lands_on < o.rank and o.held_until > p_now and o.held_until <= (p_now at time zone p_time_zone
             + make_interval(days => p.tier_warning_days)) at time zone p_time_zone as at_risk
      from loyalty.tier_outlook_v1(p_store, v_accounts, p_now, p_time_zone) as o
      join loyalty.programmes p on p.store_id = p_store and p.id = o.programme_id
  ), told as (
    insert into loyalty.warnings as w (store_id, account_id, kind, due_at, days_ahead, points, sent_at)
    select p_store, account_id, 'tier', held_until, days, missing, p_now from candidate where at_risk
    on conflict do nothing
    returning w.account_id
  )
  select c.account_id, c.owner_id, c.held_until, c.missing, c.tier_key, c.keys[c.lands_on], c.ends_at,
         t.account_id is not null
    from candidate c left join told t on t.account_id = c.account_id
   order by c.held_until, c.account_id;
end $$;
