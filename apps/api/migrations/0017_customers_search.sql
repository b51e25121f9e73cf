-- Finding and counting customers. What is kept here repeats the customers, their facts and memberships, and
-- many paths write those (profile, import, merging, erasure, orders), so generated columns and triggers keep
-- it: a path that forgot would be found by nobody.

-- The words by which a customer is found: of the names in both scripts and of the company, folded, each once;
-- articles and "son of" left out, which half of all customers would share. A name that some write in two
-- words stands as one as well (abd allah, abdallah). `storedTermsOf` in directory/search/rules.ts does the same; a test
-- holds the two together. '#' keeps the parts of a customer apart.
create function customers.search_terms_v1(value text) returns text[]
  language plpgsql immutable parallel safe
as $$
declare
  folded text := customers.fold_v1(value);
  joined text := regexp_replace(
    regexp_replace(folded,
      '(^| )(abd|abdul|abdel|abdal|abdoul|abdil|abu|abou|abo|abi|abul|aboul|aboo|um|umm|om|oum|omm|bou|عبد|ابو|ابي|ام) (?:(?:al|el|ul|ال) )?([^ #]+)',
      '\1\2\3', 'g'),
    '([^ #]) (?:(?:al|el|ul|ud|ال) )?(allah|ullah|الله|din|deen|dine|eldin|eldeen|aldin|uddin|eddin|eddine|الدين)(?= |$)',
    '\1\2', 'g');
begin
  return array(
    select distinct left(term, 40) collate "C"
    from unnest(string_to_array(case when joined = folded then folded else folded || ' ' || joined end, ' ')) as term
    where term not in ('', '#', 'al', 'el', 'ul', 'bin', 'ibn', 'ben', 'bint', 'ال', 'بن', 'ابن', 'بنت')
    order by 1);
end $$;

drop index customers.customers_search_idx;
alter table customers.customers drop column search_text;
alter table customers.customers add column search_terms text[] not null generated always as (
  customers.search_terms_v1(
    first_name || ' ' || last_name || ' # ' || coalesce(first_name_ar, '') || ' ' || coalesce(last_name_ar, '')
    || ' # ' || coalesce(company_name, ''))) stored;
-- Without the list of pending entries, which every search would read to its end after an import.
create index customers_search_terms_idx on customers.customers using gin (store_id, search_terms)
  with (fastupdate = off);
-- Numbers by their last digits: a phone without its country, the last four of a card.
create index customers_phone_tail_idx on customers.customers (store_id, reverse(phone) collate "C")
  where phone is not null;
create index customers_card_tail_idx on customers.customers (store_id, reverse(card_number) collate "C");

-- A token and what it becomes with one letter left out: two words share one of these where they differ by a
-- letter wrong, missing, too many or in another place (Garbe's symmetric delete).
create function customers.near_words_v1(word text) returns text[]
  language sql immutable strict parallel safe
  set search_path = ''
as $$
  select array_agg(distinct left(word, at) || substr(word, at + 2)) || word
  from generate_series(0, length(word) - 1) as at
$$;

-- Every word of a store's names, once. Names are many and their words few, so what is typed is first brought
-- to words that exist, and these are then looked up exactly. `sound` is the key under which spellings in both
-- scripts meet (nameKey of @wafa/matching); a job fills it in, and until then a search makes it itself.
create table customers.name_tokens (
  store_id uuid not null,
  token text collate "C" not null,
  sound text collate "C",
  near text[] not null generated always as (customers.near_words_v1(token)) stored,
  constraint name_tokens_pkey primary key (store_id, token)
);
create index name_tokens_sound_idx on customers.name_tokens (store_id, sound);
create index name_tokens_near_idx on customers.name_tokens using gin (store_id, near) with (fastupdate = off);
select platform.protect('customers.name_tokens');
select platform.searchable('customers.name_tokens');

-- How many customers share a value: status, type, tier, segment, language, source; and how many joined or
-- were closed in a quarter of an hour ('2026-11-20T16:15' in UTC, so that the days of every time zone can be
-- made of them). '' stands for none. Merged customers count under their status alone.
create table customers.counts (
  store_id uuid not null,
  dimension text collate "C" not null,
  key text collate "C" not null,
  count bigint not null,
  constraint counts_pkey primary key (store_id, dimension, key)
);
select platform.protect('customers.counts');

-- What has not been added to the counts yet. Every change is a row of its own, because a row per value would
-- be the hot row of every sign-up; readers sum both, and a job folds this into the counts.
create table customers.count_changes (
  store_id uuid not null,
  id bigint generated always as identity,
  dimension text collate "C" not null,
  key text collate "C" not null,
  delta bigint not null,
  constraint count_changes_pkey primary key (store_id, id)
);
select platform.protect('customers.count_changes');

create function customers.quarter_of(at timestamptz) returns text
  language sql immutable strict parallel safe
  set search_path = ''
as $$
  select to_char(date_bin('15 minutes', at at time zone 'UTC', timestamp '2000-01-01'), 'YYYY-MM-DD"T"HH24:MI')
$$;

-- The counts that a row of customers.customers adds to.
create function customers.profile_counts(status text, language text, source text, created_at timestamptz,
                                         closed_at timestamptz)
  returns table (dimension text, key text)
  language sql immutable parallel safe
  set search_path = ''
as $$
  select d.dimension, d.key
  from (values ('language', coalesce(language, '')), ('source', coalesce(source, '')),
               ('joined', customers.quarter_of(created_at)), ('closed', customers.quarter_of(closed_at)))
    as d (dimension, key)
  where status <> 'merged' and d.key is not null
$$;

-- The counts that a row of customers.facts adds to.
create function customers.fact_counts(status text, type text, tier text)
  returns table (dimension text, key text)
  language sql immutable parallel safe
  set search_path = ''
as $$
  select 'status', status
  union all
  select d.dimension, d.key from (values ('type', type), ('tier', coalesce(tier, ''))) as d (dimension, key)
  where status <> 'merged'
$$;

create function customers.customers_inserted() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  insert into customers.count_changes (store_id, dimension, key, delta)
  select c.store_id, d.dimension, d.key, count(*)
  from made c, customers.profile_counts(c.status, c.language, c.source, c.created_at, c.closed_at) as d
  group by 1, 2, 3;
  -- In order, so that two transactions with the same new words wait for each other and do not deadlock.
  insert into customers.name_tokens (store_id, token)
  select distinct c.store_id, token collate "C" from made c, unnest(c.search_terms) as token order by 1, 2
  on conflict do nothing;
  return null;
end $$;

create function customers.customer_updated() returns trigger
  language plpgsql set search_path = ''
as $$
declare
  gone text[];
begin
  insert into customers.count_changes (store_id, dimension, key, delta)
  select new.store_id, d.dimension, d.key, sum(d.delta)
  from (
    select *, 1 from customers.profile_counts(new.status, new.language, new.source, new.created_at, new.closed_at)
    union all
    select *, -1 from customers.profile_counts(old.status, old.language, old.source, old.created_at, old.closed_at)
  ) as d (dimension, key, delta)
  group by 2, 3 having sum(d.delta) <> 0;
  if new.search_terms is distinct from old.search_terms then
    insert into customers.name_tokens (store_id, token)
    select new.store_id, token from unnest(new.search_terms) as token order by 2
    on conflict do nothing;
    select array_agg(token) into gone from unnest(old.search_terms) as token where token <> all (new.search_terms);
    -- A word that nobody has any more may be all that is left of somebody who was erased.
    delete from customers.name_tokens t
    where t.store_id = new.store_id and t.token in (select customers.unused_tokens_v1(new.store_id, gone));
  end if;
  return null;
end $$;

create function customers.customers_deleted() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  insert into customers.count_changes (store_id, dimension, key, delta)
  select c.store_id, d.dimension, d.key, -count(*)
  from gone c, customers.profile_counts(c.status, c.language, c.source, c.created_at, c.closed_at) as d
  group by 1, 2, 3;
  return null;
end $$;

create trigger customers_inserted after insert on customers.customers
  referencing new table as made for each statement execute function customers.customers_inserted();
create trigger customer_updated after update on customers.customers for each row
  when ((old.status, old.language, old.source, old.created_at, old.closed_at, old.search_terms)
    is distinct from (new.status, new.language, new.source, new.created_at, new.closed_at, new.search_terms))
  execute function customers.customer_updated();
create trigger customers_deleted after delete on customers.customers
  referencing old table as gone for each statement execute function customers.customers_deleted();

create function customers.facts_inserted() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  insert into customers.count_changes (store_id, dimension, key, delta)
  select f.store_id, d.dimension, d.key, count(*)
  from made f, customers.fact_counts(f.status, f.type, f.tier) as d
  group by 1, 2, 3;
  return null;
end $$;

create function customers.fact_updated() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  insert into customers.count_changes (store_id, dimension, key, delta)
  select new.store_id, d.dimension, d.key, sum(d.delta)
  from (
    select *, 1 from customers.fact_counts(new.status, new.type, new.tier)
    union all
    select *, -1 from customers.fact_counts(old.status, old.type, old.tier)
  ) as d (dimension, key, delta)
  group by 2, 3 having sum(d.delta) <> 0;
  return null;
end $$;

create function customers.facts_deleted() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  insert into customers.count_changes (store_id, dimension, key, delta)
  select f.store_id, d.dimension, d.key, -count(*)
  from gone f, customers.fact_counts(f.status, f.type, f.tier) as d
  group by 1, 2, 3;
  return null;
end $$;

create trigger facts_inserted after insert on customers.facts
  referencing new table as made for each statement execute function customers.facts_inserted();
-- By row and condition: an order changes facts all day long and a tier hardly ever.
create trigger fact_updated after update on customers.facts for each row
  when ((old.status, old.type, old.tier) is distinct from (new.status, new.type, new.tier))
  execute function customers.fact_updated();
create trigger facts_deleted after delete on customers.facts
  referencing old table as gone for each statement execute function customers.facts_deleted();

create function customers.memberships_changed() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    insert into customers.count_changes (store_id, dimension, key, delta)
    select store_id, 'segment', segment_key, count(*) from changed group by 1, 3;
  else
    insert into customers.count_changes (store_id, dimension, key, delta)
    select store_id, 'segment', segment_key, -count(*) from changed group by 1, 3;
  end if;
  return null;
end $$;

create trigger memberships_inserted after insert on customers.memberships
  referencing new table as changed for each statement execute function customers.memberships_changed();
create trigger memberships_deleted after delete on customers.memberships
  referencing old table as changed for each statement execute function customers.memberships_changed();

-- What stood before these tables. Without force the owner reads past the tenant policy.
alter table customers.customers no force row level security;
alter table customers.facts no force row level security;
alter table customers.memberships no force row level security;
alter table customers.counts no force row level security;
alter table customers.name_tokens no force row level security;
insert into customers.counts (store_id, dimension, key, count)
select c.store_id, d.dimension, d.key, count(*)
from customers.customers c, customers.profile_counts(c.status, c.language, c.source, c.created_at, c.closed_at) as d
group by 1, 2, 3
union all
select f.store_id, d.dimension, d.key, count(*)
from customers.facts f, customers.fact_counts(f.status, f.type, f.tier) as d
group by 1, 2, 3
union all
select store_id, 'segment', segment_key, count(*) from customers.memberships group by 1, 3;
insert into customers.name_tokens (store_id, token)
select distinct store_id, unnest(search_terms) from customers.customers;
alter table customers.customers force row level security;
alter table customers.facts force row level security;
alter table customers.memberships force row level security;
alter table customers.counts force row level security;
alter table customers.name_tokens force row level security;

-- Lists that staff keep: filter, order and columns under a name. The filter is the list's, checked when it is
-- saved.
create table customers.saved_views (
  store_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  name text not null,
  shared boolean not null,
  filter jsonb not null,
  sort_by text not null,
  sort_order text not null,
  columns text[] not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint saved_views_pkey primary key (store_id, id),
  constraint saved_views_name_key unique (store_id, owner_id, name)
);
create index saved_views_shared_idx on customers.saved_views (store_id, name) where shared;
select platform.protect('customers.saved_views');
