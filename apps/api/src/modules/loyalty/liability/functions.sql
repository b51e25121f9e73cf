-- What the store owes, by local day of recording. An entry of long ago that is recorded today counts
-- today: a closed day never changes. Repeating a day finds the same, so the job may run twice.

-- Sums of the entries and holds recorded from one instant to before another, per local day: of the house
-- (points, entries), of debts and holds, and of what was pending then with the day on which it matures.
-- One row per sum; which kind it is says `what`: a house account's id, or null with the rest.
create or replace function loyalty.liability_moves_v1(p_store uuid, p_from timestamptz, p_to timestamptz,
                                                      p_time_zone text)
returns table (what text, programme_id uuid, house_id uuid, day date, matures_on date, points bigint, entries bigint)
language plpgsql stable
set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  return query
  with moved as materialized (
    select e.id, a.programme_id, (e.recorded_at at time zone p_time_zone)::date as day, e.recorded_at, e.counter_id,
           e.amount, e.moved
      from loyalty.entries e
      join loyalty.accounts a on a.store_id = p_store and a.id = e.account_id
     where e.store_id = p_store and e.recorded_at >= p_from and e.recorded_at < p_to
  ), waiting as (
    select m.programme_id, m.day, (v.available_from at time zone p_time_zone)::date as matures_on, v.delta
      from moved m
      join loyalty.lot_movements v on v.store_id = p_store and v.entry_id = m.id
     where v.available_from > m.recorded_at
  ), held as (
    select h.account_id, (h.created_at at time zone p_time_zone)::date as day, h.points
      from loyalty.holds h
     where h.store_id = p_store and h.created_at >= p_from and h.created_at < p_to
    union all
    select h.account_id, (h.ended_at at time zone p_time_zone)::date, -h.released
      from loyalty.holds h
     where h.store_id = p_store and h.ended_at >= p_from and h.ended_at < p_to
    union all
    select h.account_id, m.day, -c.points
      from moved m
      join loyalty.hold_captures c on c.store_id = p_store and c.entry_id = m.id
      join loyalty.holds h on h.store_id = p_store and h.id = c.hold_id
  )
  select 'house', m.programme_id, m.counter_id, m.day, null::date, sum(m.amount)::bigint, count(*)
    from moved m
    join loyalty.house_accounts h on h.store_id = p_store and h.id = m.counter_id
   group by m.programme_id, m.counter_id, m.day
  union all
  select 'debt', m.programme_id, null, m.day, null, sum(m.moved - m.amount)::bigint, count(*)
    from moved m where m.moved <> m.amount group by m.programme_id, m.day
  union all
  select 'pending', w.programme_id, null, w.day, w.matures_on, sum(w.delta)::bigint, count(*)
    from waiting w where w.matures_on > w.day group by w.programme_id, w.day, w.matures_on
  union all
  select 'held', a.programme_id, null, h.day, null, sum(h.points)::bigint, count(*)
    from held h join loyalty.accounts a on a.store_id = p_store and a.id = h.account_id
   group by a.programme_id, h.day;
end $$;

-- Writes the sums of the days p_from to p_to, over whatever stands there, and closes them.
create or replace function loyalty.close_days_v1(p_store uuid, p_from date, p_to date, p_time_zone text) returns void
language plpgsql as $$
begin
  delete from loyalty.house_days where store_id = p_store and day between p_from and p_to;
  delete from loyalty.liability_days where store_id = p_store and day between p_from and p_to;
  delete from loyalty.pending_days where store_id = p_store and day between p_from and p_to;
  with moves as materialized (
    select * from loyalty.liability_moves_v1(p_store, p_from::timestamp at time zone p_time_zone,
      (p_to + 1)::timestamp at time zone p_time_zone, p_time_zone)
  ), house as (
    insert into loyalty.house_days (store_id, programme_id, house_id, day, points, entries)
    select p_store, programme_id, house_id, day, points, entries from moves where what = 'house'
  ), pending as (
    insert into loyalty.pending_days (store_id, programme_id, day, matures_on, points)
    select p_store, programme_id, day, matures_on, points from moves where what = 'pending'
  )
  insert into loyalty.liability_days (store_id, programme_id, day, held, debt)
  select p_store, programme_id, day, coalesce(sum(points) filter (where what = 'held'), 0),
         coalesce(sum(points) filter (where what = 'debt'), 0)
    from moves where what in ('held', 'debt') group by programme_id, day;
  insert into loyalty.closed_days (store_id, day, time_zone) values (p_store, p_to, p_time_zone)
  on conflict on constraint closed_days_pkey do update set day = excluded.day, time_zone = excluded.time_zone;
end $$;
