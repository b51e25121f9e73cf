-- What modules above may read of customers, under the caller's own row security.
create or replace view customers.v_customers with (security_invoker = true) as
  select store_id, id as customer_id, card_number, type, status, first_name, last_name, first_name_ar,
    last_name_ar, company_name, email, phone, birthday, language, preferred_categories, tags, custom_fields,
    communication_preferences, privacy, source, source_id, merged_into, created_at, closed_at, erased_at,
    birthday_changes
  from customers.customers;

create or replace view customers.v_facts with (security_invoker = true) as
  select store_id, customer_id, status, type, created_at, total_spent, total_orders, visits, first_order_at,
    last_order_at, case when last_visit_at > '-infinity' then last_visit_at end as last_visit_at, tier, points, lifetime_points,
    churn_risk, expected_orders, predicted_spend, next_order_at, scored_at
  from customers.facts;

-- Each customer's segments as lists: to ask whether somebody is in one, or who is.
create or replace view customers.v_segments with (security_invoker = true) as
  select store_id, customer_id, segment, segments, since, causes from customers.memberships;

-- The same, a row for each membership.
create or replace view customers.v_memberships with (security_invoker = true) as
  select m.store_id, m.customer_id, l.segment_key, l.since, l.cause
  from customers.memberships m cross join unnest(m.segments, m.since, m.causes) as l(segment_key, since, cause);

-- The functions below run as wafa_search, for which the GIN indexes are usable under row security (array and
-- LIKE operators are not leakproof); a store other than the transaction's finds nothing. Planned afresh each
-- time: which index serves depends on what is looked for.

-- Words that nobody of the store has any more.
create or replace function customers.unused_tokens_v1(p_store uuid, p_tokens text[]) returns setof text
  language sql stable security definer
  set search_path = ''
as $$
  select token from unnest(p_tokens) as token
  where p_store = current_setting('app.store_id', true)::uuid
    and not exists (
      select from customers.customers c where c.store_id = p_store and c.search_terms @> array[token])
$$;

-- What each word may stand for among the words that exist: itself ('whole'), words that sound like it
-- ('sound'; without a sound yet, all that have none, for the caller to judge), words that begin with it, the
-- shortest first ('prefix'), and words a letter away from it ('near').
create or replace function customers.tokens_like_v1(p_store uuid, p_words text[], p_sounds text[])
  returns table (word integer, token text, kind text)
  language plpgsql stable security definer
  set search_path = ''
  set plan_cache_mode = force_custom_plan
as $$
begin
  if p_store is distinct from current_setting('app.store_id', true)::uuid then
    return;
  end if;
  return query
    select w.at::integer, t.token, 'whole'
    from unnest(p_words) with ordinality as w (word, at)
    join customers.name_tokens t on t.store_id = p_store and t.token = w.word
    union all
    select w.at::integer, t.token, 'sound'
    from unnest(p_sounds) with ordinality as w (sound, at)
    cross join lateral (
      select t.token from customers.name_tokens t
      where t.store_id = p_store and t.sound = w.sound limit 200) as t
    where w.sound <> ''
    union all
    select 0, t.token, 'sound'
    from (
      select t.token from customers.name_tokens t where t.store_id = p_store and t.sound is null limit 500) as t
    union all
    select w.at::integer, t.token, 'prefix'
    from unnest(p_words) with ordinality as w (word, at)
    cross join lateral (
      select t.token from customers.name_tokens t
      where t.store_id = p_store and t.token > w.word and t.token < w.word || chr(1114109)
      order by length(t.token), t.token limit 50) as t
    union all
    select w.at::integer, t.token, 'near'
    from unnest(p_words) with ordinality as w (word, at)
    cross join lateral (
      select t.token from customers.name_tokens t
      where t.store_id = p_store and t.near && customers.near_words_v1(w.word) and t.token <> w.word
      limit 50) as t
    where length(w.word) >= 4;
end $$;

-- At most p_limit ids, besides those in p_found, of the customers who have a word for each of p_words words: a
-- token given for it with a rank up to p_rank. A single word goes token by token until there are enough:
-- fifty beginnings with "m" are a tenth of all customers (125 ms at once, 5 ms so, at 340,000). Only bitmaps:
-- a scan of the store by another index looks cheap to the planner wherever a limit stands, and is not.
create or replace function customers.named_v1(
  p_store uuid, p_limit integer, p_found uuid[], p_words integer, p_word integer[], p_token text[],
  p_ranks integer[], p_rank integer)
  returns uuid[]
  language plpgsql stable security definer
  set search_path = ''
  set plan_cache_mode = force_custom_plan
  set enable_seqscan = off
  set enable_indexscan = off
as $$
declare
  hits uuid[] := '{}';
  one text;
  condition text;
begin
  if p_store is distinct from current_setting('app.store_id', true)::uuid then
    return hits;
  end if;
  if p_words = 1 then
    for one in
      select t.token from unnest(p_token, p_ranks) as t (token, rank)
      where t.rank <= p_rank order by t.rank, length(t.token), t.token
    loop
      hits := hits || array(
        select c.id from customers.customers c
        where c.store_id = p_store and c.search_terms @> array[one] and c.id <> all (p_found || hits)
        limit p_limit - cardinality(hits));
      exit when cardinality(hits) >= p_limit;
    end loop;
    return hits;
  end if;
  select string_agg(format('c.search_terms && %L::text[]', w.tokens), ' and ') into condition
  from (
    select t.word, array_agg(t.token) as tokens
    from unnest(p_word, p_token, p_ranks) as t (word, token, rank)
    where t.rank <= p_rank group by t.word) as w
  having count(*) = p_words;
  if condition is not null then
    execute format(
      'select array(select c.id from customers.customers c
        where c.store_id = $1 and %s and c.id <> all ($2) limit $3)', condition)
      into hits using p_store, p_found, p_limit;
  end if;
  return hits;
end $$;

-- Ids of about p_limit customers with their rank, the best first. 0: a card number, phone or e-mail among
-- p_exact, and who they were merged into. 1 to 4: customers with every word of the query, where word number
-- p_word[i] stands for p_token[i] from rank p_rank[i] on; 4, words a letter away, only where nothing else was
-- found. 3 too: an e-mail that begins with p_email, a phone with one of p_phones, a card with p_card, or a
-- number that ends in one of p_tails.
create or replace function customers.search_v2(
  p_store uuid, p_limit integer, p_exact text[], p_email text, p_phones text[], p_card text, p_tails text[],
  p_words integer, p_word integer[], p_token text[], p_rank integer[])
  returns table (id uuid, rank integer)
  language plpgsql stable security definer
  set search_path = ''
  set plan_cache_mode = force_custom_plan
as $$
declare
  met uuid[] := '{}';
  added uuid[];
begin
  if p_store is distinct from current_setting('app.store_id', true)::uuid then
    return;
  end if;
  for tier in 0..4 loop
    added := '{}';
    if tier = 0 and cardinality(p_exact) > 0 then
      added := array(
        with recursive followed as (
          select c.id, c.merged_into from customers.customers c
          where c.store_id = p_store
            and (c.card_number = any (p_exact) or c.phone = any (p_exact) or c.email = any (p_exact))
          union
          select c.id, c.merged_into from followed f
          join customers.customers c on c.store_id = p_store and c.id = f.merged_into
        )
        select followed.id from followed);
    elsif p_words > 0 and tier = any (p_rank) and (tier < 4 or cardinality(met) = 0) then
      added := customers.named_v1(p_store, p_limit - cardinality(met), met, p_words, p_word, p_token, p_rank, tier);
    end if;
    if tier = 3 then
      added := added || array(
        select c.id from customers.customers c
        where c.store_id = p_store and c.email >= p_email and c.email < p_email || chr(1114109) limit p_limit);
      added := added || array(
        select c.id from unnest(p_phones) as start (digits)
        join customers.customers c
          on c.store_id = p_store and c.phone >= start.digits and c.phone < start.digits || ':' limit p_limit);
      added := added || array(
        select c.id from customers.customers c
        where c.store_id = p_store and c.card_number between rpad(p_card, 12, '0') and rpad(p_card, 12, '9')
        limit p_limit);
      added := added || array(
        select c.id from unnest(p_tails) as tail (digits)
        join customers.customers c on c.store_id = p_store and c.phone is not null
          and reverse(c.phone) collate "C" >= reverse(tail.digits)
          and reverse(c.phone) collate "C" < reverse(tail.digits) || ':' limit p_limit);
      added := added || array(
        select c.id from unnest(p_tails) as tail (digits)
        join customers.customers c on c.store_id = p_store
          and reverse(c.card_number) collate "C" >= reverse(tail.digits)
          and reverse(c.card_number) collate "C" < reverse(tail.digits) || ':' limit p_limit);
    end if;
    return query
      select hits.hit, tier
      from (select distinct hit from unnest(added) as hit where hit <> all (met)) as hits
      order by hits.hit desc;
    met := met || added;
    exit when cardinality(met) >= p_limit;
  end loop;
end $$;

drop function if exists customers.search_v1(uuid, text[], text[], int);
select platform.search_function('customers.unused_tokens_v1(uuid, text[])');
select platform.search_function('customers.tokens_like_v1(uuid, text[], text[])');
select platform.search_function(
  'customers.named_v1(uuid, integer, uuid[], integer, integer[], text[], integer[], integer)');
select platform.search_function(
  'customers.search_v2(uuid, integer, text[], text, text[], text, text[], integer, integer[], text[], integer[])');
