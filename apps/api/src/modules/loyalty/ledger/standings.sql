-- Standings of customers in some programmes, one row per customer and programme where they have an account.
-- Opens missing accounts where enrolment is automatic (p_ids: an id for each customer, used where needed; those
-- of programmes after the first are derived from it). With p_lock all accounts of the customers are locked in
-- id order and points whose time has come are made available; without, they are counted as such. A customer
-- with several accounts in a programme (after a merge) has their sum; the account named is the one opened for
-- them.
drop function if exists loyalty.standings_v1(uuid, timestamptz, text, uuid[], uuid[], bytea, boolean);
create or replace function loyalty.standings_v2(p_store uuid, p_now timestamptz, p_time_zone text, p_programmes uuid[],
                                                p_customers uuid[], p_ids uuid[], p_salt bytea, p_lock boolean)
returns table (customer_id uuid, account_id uuid, programme_id uuid, status text, available bigint, pending bigint,
  held bigint, debt bigint, lifetime bigint, tier_key text, tier_since timestamptz, tier_held_until timestamptz,
  qualifying bigint)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  v_due uuid[];
  v_account uuid;
begin
  insert into loyalty.accounts (store_id, id, programme_id, owner_id, origin_id, tier_key, tier_since, opened_at,
                                updated_at)
  select p_store, loyalty.derived_id_v1(c.id, p.number), p.id, c.customer, c.customer, t.key,
         case when t.key is not null then p_now end, p_now, p_now
    from unnest(p_customers, p_ids) as c(customer, id)
    join loyalty.programmes p on p.store_id = p_store and p.id = any (p_programmes) and p.enrolment = 'automatic'
    left join lateral (
      select f.key from loyalty.tiers f
       where f.store_id = p_store and f.programme_id = p.id and f.threshold = 0) as t on true
   where not exists (select from loyalty.accounts a
                      where a.store_id = p_store and a.owner_id = c.customer and a.programme_id = p.id)
   order by c.customer, p.id
  on conflict on constraint accounts_origin_key do nothing;
  if p_lock then
    select array_agg(locked.id) filter (where locked.next_available_at <= p_now)
      into v_due
      from (select a.id, a.next_available_at from loyalty.accounts a
             where a.store_id = p_store and a.owner_id = any (p_customers)
             order by a.id for no key update) as locked;
    foreach v_account in array coalesce(v_due, '{}') loop
      perform loyalty.mature_v1(p_store, v_account, p_now, p_salt);
    end loop;
  end if;
  return query
  with ladder as materialized (
    select l.* from loyalty.ladder_v1(p_store, p_now, p_time_zone) as l where l.programme_id = any (p_programmes)
  )
  select c.customer, a.id, p.programme_id, a.status,
         (s.available + s.due - least(s.debt, s.due))::bigint, (s.pending - s.due)::bigint, s.held::bigint,
         (s.debt - least(s.debt, s.due))::bigint, s.lifetime::bigint,
         a.tier_key, a.tier_since, a.tier_held_until, q.total
    from unnest(p_customers) as c(customer)
    join ladder p on true
   cross join lateral (
     select * from loyalty.accounts t
      where t.store_id = p_store and t.owner_id = c.customer and t.programme_id = p.programme_id
      order by t.origin_id <> c.customer, t.id limit 1) as a
   cross join lateral (
     select sum(t.available) as available, sum(t.pending) as pending, sum(t.held) as held, sum(t.debt) as debt,
            sum(t.lifetime) as lifetime,
            coalesce(sum(case when t.next_available_at <= p_now then (
              select coalesce(sum(l.remaining), 0) from loyalty.lots l
               where l.store_id = p_store and l.account_id = t.id and l.remaining > 0 and l.is_pending
                 and l.available_from <= p_now) end), 0) as due
       from loyalty.accounts t
      where t.store_id = p_store and t.owner_id = c.customer and t.programme_id = p.programme_id) as s
   cross join lateral (
     select coalesce(sum(case p.tier_basis when 'points' then d.points else d.spend end), 0)::bigint as total
       from loyalty.qualifying_days d
      where d.store_id = p_store and d.account_id = a.id and d.day >= p.window_start) as q;
end $$;
