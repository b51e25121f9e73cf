-- Tiers at the end of their period. A tier once reached is held until accounts.tier_held_until, then for
-- the programme's days of grace; then the period is judged: by what counted in its window, the last day
-- of the period being the last of the window and the days of grace counting too. A judgement depends on
-- the period and not on when the job came by, so a job that ran late, twice or in parts ends the same. Once
-- the period is over, what the window gives by now counts besides, so that nobody falls who would rise
-- again with the next purchase.

-- What the period of each account comes to if nothing more is earned.
-- rank: place of the tier held, 1 for the first; lands_on: its place afterwards; missing: what is short
-- of keeping it; ends_at: the period's end with its days of grace; next_until: end of the next period
-- (null on the first tier, which nobody loses). An account of the first tier has no period: its outlook
-- is to the end of the window that begins today.
create or replace function loyalty.tier_outlook_v1(p_store uuid, p_accounts uuid[], p_now timestamptz, p_time_zone text)
returns table (account_id uuid, owner_id uuid, speaks boolean, programme_id uuid, tier_key text, keys text[],
  thresholds bigint[], rank integer, current bigint, qualifying bigint, lands_on integer, missing bigint,
  held_until timestamptz, ends_at timestamptz, next_until timestamptz, first_day date)
language plpgsql stable
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  return query
  with ladder as materialized (
    select l.*, p.is_default, p.tier_window, p.tier_window_months, p.tier_fall, p.tier_grace_days
      from loyalty.ladder_v1(p_store, p_now, p_time_zone) as l
      join loyalty.programmes p on p.store_id = p_store and p.id = l.programme_id
  ), judged as (
    select a.id, a.owner_id, l.is_default and a.origin_id = a.owner_id as speaks, a.programme_id, a.tier_key,
           a.tier_held_until, l.keys, l.thresholds, l.tier_window, l.tier_fall, l.held_until as risen_until,
           coalesce(array_position(l.keys, a.tier_key), 0) as rank, e.ends_at, w.first_day, w.next_until, q.*,
           width_bucket(q.current, l.thresholds) as current_rank,
           width_bucket(q.qualifying, l.thresholds) as period_rank,
           coalesce(array_position(l.keys, g.tier_key), 0) as given_rank, g.until as given_until
      from unnest(p_accounts) as c(id)
     cross join lateral (
       select * from loyalty.accounts t where t.store_id = p_store and t.id = c.id offset 0) as a
      join ladder l on l.programme_id = a.programme_id
     cross join lateral (
       select coalesce(a.tier_held_until at time zone p_time_zone,
                case l.tier_window
                  when 'rolling' then date_trunc('day', p_now at time zone p_time_zone)
                    + make_interval(months => l.tier_window_months)
                  else date_trunc('year', p_now at time zone p_time_zone) + interval '1 year' end) as period_end) as d
     cross join lateral (
       select (d.period_end + make_interval(days => l.tier_grace_days)) at time zone p_time_zone as ends_at,
              (d.period_end - interval '1 microsecond')::date as last_day) as e
     cross join lateral (
       select case l.tier_window
                when 'rolling' then (e.last_day + 1 - make_interval(months => l.tier_window_months))::date
                else date_trunc('year', e.last_day::timestamp)::date end as first_day,
              -- The next month (year) that begins at or after the end, and a window more.
              case l.tier_window
                when 'rolling' then date_trunc('month', e.last_day + interval '1 month')
                  + make_interval(months => l.tier_window_months)
                else date_trunc('year', e.last_day + interval '1 year') + interval '1 year' end
                at time zone p_time_zone as next_until) as w
     cross join lateral (
       select coalesce(sum(s.value) filter (where s.day >= l.window_start), 0)::bigint as current,
              coalesce(sum(s.value) filter (where s.day >= w.first_day
                and s.day < (e.ends_at at time zone p_time_zone)::date), 0)::bigint as qualifying
         from (select t.day, case l.tier_basis when 'points' then t.points else t.spend end as value
                 from loyalty.qualifying_days t
                where t.store_id = p_store and t.account_id = a.id
                  and t.day >= least(l.window_start, w.first_day)) as s) as q
      left join lateral (
       select t.tier_key, t.until from loyalty.tier_grants t
        where t.store_id = p_store and t.account_id = a.id and t.until > coalesce(a.tier_held_until, p_now)) as g on true
  ), landed as (
    select *, greatest(case when ends_at <= p_now then current_rank else 0 end, period_rank, given_rank,
             case tier_fall when 'one_step' then rank - 1 else 0 end) as lands_on
      from judged
  )
  select id, owner_id, speaks, programme_id, tier_key, keys, thresholds, rank, current, qualifying, lands_on,
         case when lands_on < rank then thresholds[rank] - qualifying else 0 end, tier_held_until, ends_at,
         case
           when lands_on <= 1 then null
           when given_rank = lands_on and greatest(current_rank, period_rank) < lands_on then given_until
           when tier_window = 'calendar' and current_rank >= lands_on then greatest(next_until, risen_until)
           else next_until end,
         first_day
    from landed;
end $$;

-- Judges the periods that are over, grace included, of at most p_limit accounts; a row for each. The change
-- is dated at the period's end. What a till holds at this moment is left to the next run.
create or replace function loyalty.review_tiers_v1(p_store uuid, p_now timestamptz, p_time_zone text, p_limit integer,
                                                   p_base uuid)
returns table (account_id uuid, owner_id uuid, speaks boolean, from_key text, to_key text)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  v_accounts uuid[];
begin
  select array_agg(due.id) into v_accounts
    from (select a.id
            from (select t.id, (p_now at time zone p_time_zone - make_interval(days => t.tier_grace_days))
                           at time zone p_time_zone as ended
                    from loyalty.programmes t where t.store_id = p_store) as p
           cross join lateral (
             select t.id from loyalty.accounts t
              where t.store_id = p_store and t.programme_id = p.id and t.tier_held_until <= p.ended
              order by t.tier_held_until, t.id limit p_limit for no key update skip locked) as a
           limit p_limit) as due;
  -- A statement of its own: it sees what was committed while the locks were taken.
  return query
  with step as materialized (
    select *, coalesce(keys[lands_on], tier_key) as to_key, row_number() over (order by account_id)::integer as nth
      from loyalty.tier_outlook_v1(p_store, v_accounts, p_now, p_time_zone)
  ), noted as (
    insert into loyalty.tier_history (store_id, account_id, at, id, from_key, to_key, reason, qualifying_points)
    select p_store, account_id, ends_at, loyalty.derived_id_v1(p_base, nth), tier_key, to_key, 'period_end', qualifying
      from step
  ), accounts as (
    update loyalty.accounts a
       set tier_key = s.to_key, tier_held_until = s.next_until,
           tier_since = case when s.to_key is distinct from s.tier_key then s.ends_at else a.tier_since end
      from step s
     where a.store_id = p_store and a.id = s.account_id
  )
  select account_id, owner_id, speaks, tier_key, to_key from step;
end $$;

-- Holds the accounts of a programme against its ladder after an edit, p_limit at a time by rising id: who
-- is entitled to more rises, who holds a tier that is gone gets what they are entitled to; others fall
-- only with p_apply. A row for each account looked at.
create or replace function loyalty.retier_v1(p_store uuid, p_programme uuid, p_now timestamptz, p_time_zone text,
                                             p_after uuid, p_limit integer, p_apply boolean, p_base uuid)
returns table (account_id uuid, owner_id uuid, speaks boolean, from_key text, to_key text)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  v_accounts uuid[];
begin
  select array_agg(taken.id) into v_accounts
    from (select a.id from loyalty.accounts a
           where a.store_id = p_store and a.programme_id = p_programme and a.id > p_after
           order by a.id limit p_limit for no key update) as taken;
  return query
  with ladder as materialized (
    select l.* from loyalty.ladder_v1(p_store, p_now, p_time_zone) as l where l.programme_id = p_programme
  ), entitled as (
    select o.*, l.held_until as risen_until, a.tier_since, g.until as given_until,
           coalesce(array_position(o.keys, g.tier_key), 0) as given_rank,
           greatest(width_bucket(o.current, o.thresholds), coalesce(array_position(o.keys, g.tier_key), 0)) as entitled
      from loyalty.tier_outlook_v1(p_store, v_accounts, p_now, p_time_zone) as o
     cross join ladder l
     cross join lateral (
       select t.tier_since from loyalty.accounts t where t.store_id = p_store and t.id = o.account_id offset 0) as a
      left join lateral (
       select t.tier_key, t.until from loyalty.tier_grants t
        where t.store_id = p_store and t.account_id = o.account_id and t.until > p_now) as g on true
  ), step as materialized (
    select *, case when p_apply or rank = 0 then entitled else greatest(rank, entitled) end as target,
           row_number() over (order by account_id)::integer as nth
      from entitled
  ), moved as materialized (
    select *, keys[target] as to_key,
           case
             when target <= 1 then null
             when keys[target] = tier_key then coalesce(held_until, risen_until)
             when given_rank = target and width_bucket(current, thresholds) < target then given_until
             else risen_until end as until
      from step
  ), noted as (
    insert into loyalty.tier_history (store_id, account_id, at, id, from_key, to_key, reason, qualifying_points)
    select p_store, account_id, p_now, loyalty.derived_id_v1(p_base, nth), tier_key, to_key, 'rules', current
      from moved where to_key is distinct from tier_key
  ), accounts as (
    update loyalty.accounts a
       set tier_key = m.to_key, tier_held_until = m.until,
           tier_since = case when m.to_key is distinct from m.tier_key then p_now else a.tier_since end
      from moved m
     where a.store_id = p_store and a.id = m.account_id
       and (m.to_key is distinct from m.tier_key or m.until is distinct from m.held_until)
  )
  select account_id, owner_id, speaks, tier_key, to_key from moved;
end $$;
