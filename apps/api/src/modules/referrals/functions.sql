-- Who hangs together with a customer: by marks in common (those that more than p_crowd people have say
-- nothing: a shop's tablet, a block of flats) and by referrals in either direction. p_except is the referral
-- that is being judged. At most 100 referrals of one customer are followed.
create or replace function referrals.neighbours_v1(p_store uuid, p_customer uuid, p_except uuid, p_kinds text[],
                                                   p_crowd integer)
returns table (customer_id uuid, kinds text[])
language sql stable
as $$
  select n.customer_id, array_agg(distinct n.kind order by n.kind)
    from (
      select other.customer_id, own.kind
        from referrals.marks as own
        join referrals.marks as other
          on other.store_id = p_store and other.kind = own.kind and other.mark = own.mark
       where own.store_id = p_store and own.customer_id = p_customer and own.kind = any(p_kinds)
         and other.customer_id <> p_customer
         and (select count(*) from (
               select from referrals.marks as held
                where held.store_id = p_store and held.kind = own.kind and held.mark = own.mark
                limit p_crowd + 1) as counted) <= p_crowd
      union all
      (select r.friend_id, 'referral' from referrals.referrals as r
        where r.store_id = p_store and r.referrer_id = p_customer and r.friend_id is not null
          and r.id <> p_except
        order by r.created_at desc limit 100)
      union all
      select r.referrer_id, 'referral' from referrals.referrals as r
       where r.store_id = p_store and r.friend_id = p_customer and r.id <> p_except
    ) as n
   group by n.customer_id
$$;

-- The shortest way from the referrer to the friend that does not use the referral itself: a row for each
-- step, none where there is no way of at most p_depth steps. It is looked for from the friend, who is new and
-- knows fewer people.
create or replace function referrals.ring_v1(p_store uuid, p_referral uuid, p_referrer uuid, p_friend uuid,
                                             p_kinds text[], p_crowd integer, p_depth integer)
returns table (step integer, from_id uuid, to_id uuid, kinds text[])
language sql stable
as $$
  with recursive reached (customer_id, depth) as (
    select p_friend, 0
    union
    select n.customer_id, r.depth + 1
      from reached as r
     cross join lateral referrals.neighbours_v1(p_store, r.customer_id, p_referral, p_kinds, p_crowd) as n
     where r.depth < p_depth and r.customer_id <> p_referrer
  ),
  nearest as (select r.customer_id, min(r.depth) as depth from reached as r group by r.customer_id),
  way (customer_id, depth, from_id, kinds) as (
    select p_referrer, e.depth, null::uuid, null::text[] from nearest as e where e.customer_id = p_referrer
    union all
    select nearer.customer_id, w.depth - 1, w.customer_id, nearer.kinds
      from way as w
     cross join lateral (
       select n.customer_id, n.kinds
         from referrals.neighbours_v1(p_store, w.customer_id, p_referral, p_kinds, p_crowd) as n
         join nearest as e on e.customer_id = n.customer_id and e.depth = w.depth - 1
        order by n.kinds, n.customer_id limit 1) as nearer
     where w.depth > 0
  )
  select (row_number() over (order by w.depth desc))::integer, w.from_id, w.customer_id, w.kinds
    from way as w where w.from_id is not null
$$;
