-- What modules above may read of customers, under the caller's own row security.
create or replace view customers.v_customers with (security_invoker = true) as
  select store_id, id as customer_id, card_number, type, status, first_name, last_name, first_name_ar,
    last_name_ar, company_name, email, phone, birthday, language, preferred_categories, tags, custom_fields,
    communication_preferences, privacy, source, source_id, merged_into, created_at, closed_at, erased_at
  from customers.customers;

create or replace view customers.v_facts with (security_invoker = true) as
  select store_id, customer_id, status, type, created_at, total_spent, total_orders, visits, first_order_at,
    last_order_at, case when last_visit_at > '-infinity' then last_visit_at end as last_visit_at, tier, points, lifetime_points, segment
  from customers.facts;

create or replace view customers.v_memberships with (security_invoker = true) as
  select store_id, segment_key, customer_id, since, why from customers.memberships;

-- Ids of the customers whose folded text contains every pattern; where there are none, of those whose
-- text has something close to every word (typing errors), the nearest first of twice as many candidates as
-- are wanted. At most p_limit. Without words nothing is forgiven: a number is right or wrong. Patterns and
-- words come longest first: the first is the index condition, since LIKE ALL (array) is none. 0.4 is what
-- a word of four letters reaches with one of them missing (emly, emily).
-- Runs as wafa_search, for which the trigram index is usable; a store other than the transaction's finds
-- nothing. Planned afresh each time: which index serves depends on the pattern.
create or replace function customers.search_v1(p_store uuid, p_patterns text[], p_words text[], p_limit int)
  returns setof uuid
  language plpgsql stable security definer
  set search_path = ''
  set plan_cache_mode = force_custom_plan
  set pg_trgm.word_similarity_threshold = 0.4
as $$
begin
  if p_store is distinct from current_setting('app.store_id', true)::uuid then
    return;
  end if;
  return query
    select c.id from customers.customers c
    where c.store_id = p_store and c.search_text like p_patterns[1] and c.search_text like all (p_patterns)
    limit p_limit;
  if not found and cardinality(p_words) > 0 then
    return query
      select near.id
      from (
        select c.id, c.search_text from customers.customers c
        where c.store_id = p_store and c.search_text operator(public.%>) p_words[1]
          and c.search_text operator(public.%>) all (p_words)
        limit 2 * p_limit) as near
      order by (select sum(public.word_similarity(w, near.search_text)) from unnest(p_words) as w) desc, near.id
      limit p_limit;
  end if;
end $$;

select platform.search_function('customers.search_v1(uuid, text[], text[], int)');
