-- The ground under every module: tenant protection, replies for repeated requests, the outbox,
-- the audit log and the partitions of what only ever grows.

create schema platform;
grant usage on schema platform to wafa_app, wafa_search;

-- Which files have been applied, with the SHA-256 of their text.
create table platform.migrations (
  name text not null,
  hash text not null,
  applied_at timestamptz not null,
  constraint migrations_pkey primary key (name)
);
create table platform.functions (
  name text not null,
  hash text not null,
  applied_at timestamptz not null,
  constraint functions_pkey primary key (name)
);

-- Tenant wall: row security enabled and forced, one policy on the tenant of the transaction, and the
-- rights of the app. The setting is compared directly, since Citus refuses a sub-select in a policy.
create function platform.protect(p_table regclass) returns void
language plpgsql as $$
declare
  part regclass;
begin
  for part in
    select p_table union select relid from pg_partition_tree(p_table) where relid <> p_table
  loop
    execute format('alter table %s enable row level security', part);
    execute format('alter table %s force row level security', part);
    execute format('drop policy if exists tenant on %s', part);
    execute format(
      'create policy tenant on %s using (store_id = current_setting(''app.store_id'', true)::uuid)
                            with check (store_id = current_setting(''app.store_id'', true)::uuid)', part);
  end loop;
  execute format('grant select, insert, update, delete on %s to wafa_app', p_table);
end $$;

-- Lets the search functions read a table past the tenant policy: trigram operators are not leakproof,
-- so under row security their index is not used (71 ms against 3 ms at a million customers). Such a
-- function carries the tenant in its own where clause.
create function platform.searchable(p_table regclass) returns void
language plpgsql as $$
declare
  home text := (select n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where c.oid = p_table);
begin
  execute format('grant usage on schema %I to wafa_search', home);
  execute format('grant select on %s to wafa_search', p_table);
  execute format('drop policy if exists search on %s', p_table);
  execute format('create policy search on %s for select to wafa_search using (true)', p_table);
end $$;

-- Hands a definer function to wafa_search and opens it to the app alone.
create function platform.search_function(p_function regprocedure) returns void
language plpgsql as $$
declare
  home text;
  safe boolean;
begin
  select n.nspname,
         p.prosecdef and exists (select from unnest(p.proconfig) as setting where setting like 'search_path=%')
    into home, safe
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
   where p.oid = p_function;
  if not safe then
    raise exception '% must be security definer and set search_path', p_function;
  end if;
  execute format('revoke all on function %s from public', p_function);
  execute format('grant execute on function %s to wafa_app', p_function);
  execute format('grant usage, create on schema %I to wafa_search', home);
  execute format('alter function %s owner to wafa_search', p_function);
  execute format('revoke create on schema %I from wafa_search', home);
end $$;

-- What was answered to a request with an idempotency key, kept seven days. No unique constraint: the
-- advisory lock of begin_replies_v1 admits one writer per key, and a day's partition can be dropped.
create table platform.replies (
  store_id uuid not null,
  actor_id uuid not null,
  key text not null,
  fingerprint bytea not null,
  status integer not null,
  body text not null,
  customer_id uuid,
  created_at timestamptz not null
) partition by range (created_at);
create index replies_key on platform.replies (store_id, actor_id, key);
create table platform.replies_default partition of platform.replies default;
select platform.protect('platform.replies');

-- Events that transactions left for the relay; append-only, read in commit-safe order by txid.
create table platform.outbox (
  id uuid not null,
  store_id uuid not null,
  name text not null,
  payload jsonb not null,
  occurred_at timestamptz not null,
  txid xid8 not null default pg_current_xact_id()
) partition by range (occurred_at);
create index outbox_relay on platform.outbox (txid, id);
create index outbox_time on platform.outbox using brin (occurred_at);
create table platform.outbox_default partition of platform.outbox default;
grant select, insert on platform.outbox to wafa_app;

-- How far each relay has read. Relays are few; every store's events pass through one cursor.
create table platform.relay_cursor (
  name text not null,
  txid xid8 not null,
  id uuid not null,
  constraint relay_cursor_pkey primary key (name)
);
grant select, insert, update on platform.relay_cursor to wafa_app;

-- Which subscriber has dealt with which event, written in the subscriber's own transaction.
create table platform.handled_events (
  store_id uuid not null,
  subscriber text not null,
  event_id uuid not null,
  handled_at timestamptz not null,
  constraint handled_events_pkey primary key (store_id, subscriber, event_id)
);
select platform.protect('platform.handled_events');

-- Who did what: ids and names of fields. Values stand apart, so that an erasure can delete them.
create table platform.audit (
  store_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id uuid not null,
  action text not null,
  entity text not null,
  entity_id text not null,
  customer_id uuid,
  fields text[] not null,
  request_id text not null,
  constraint audit_pkey primary key (store_id, id, at)
) partition by range (at);
create index audit_entity on platform.audit (store_id, entity, entity_id, id);
create index audit_customer on platform.audit (store_id, customer_id, id) where customer_id is not null;
create index audit_time on platform.audit using brin (at);
create table platform.audit_default partition of platform.audit default;
select platform.protect('platform.audit');
revoke update, delete on platform.audit from wafa_app;

create table platform.audit_values (
  store_id uuid not null,
  audit_id uuid not null,
  customer_id uuid,
  before jsonb,
  after jsonb,
  constraint audit_values_pkey primary key (store_id, audit_id)
);
create index audit_values_customer on platform.audit_values (store_id, customer_id)
  where customer_id is not null;
select platform.protect('platform.audit_values');

-- The owner empties default partitions into their proper ones, for every store at once; without this
-- policy forced row security would hide the rows from it.
create policy keeper on platform.replies_default to wafa_owner using (true) with check (true);
create policy keeper on platform.outbox_default to wafa_owner using (true) with check (true);
create policy keeper on platform.audit_default to wafa_owner using (true) with check (true);

-- Makes one partition where it is missing. Built beside and attached, because "create table partition
-- of" would lock out every reader and writer of the table. Where rows had fallen into the default
-- partition, attaching is refused; then they move along, and everybody is locked out meanwhile: a reader
-- that had looked up the partitions before, and waited for the default one, would find the rows in neither.
create function platform.ensure_partition(p_table regclass, p_column text, p_from timestamptz, p_to timestamptz,
                                          p_suffix text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  parent text := (select relname from pg_class where oid = p_table);
  part text := format('platform.%I', parent || '_' || p_suffix);
  rest text := format('platform.%I', parent || '_default');
  tenant boolean := (select relrowsecurity from pg_class where oid = p_table);
begin
  if to_regclass(part) is not null then
    return;
  end if;
  execute format('create table %s (like %s including defaults including constraints)', part, p_table);
  if tenant then
    execute format('alter table %s enable row level security', part);
  end if;
  begin
    execute format('alter table %s attach partition %s for values from (%L) to (%L)', p_table, part, p_from, p_to);
  exception when check_violation then
    execute format('lock table %s in access exclusive mode', p_table);
    execute format(
      'with moved as (delete from %1$s where %2$I >= %3$L and %2$I < %4$L returning *) insert into %5$s select * from moved',
      rest, p_column, p_from, p_to, part);
    execute format('alter table %s attach partition %s for values from (%L) to (%L)', p_table, part, p_from, p_to);
  end;
  if tenant then
    execute format('alter table %s force row level security', part);
    execute format(
      'create policy tenant on %s using (store_id = current_setting(''app.store_id'', true)::uuid)
                            with check (store_id = current_setting(''app.store_id'', true)::uuid)', part);
  end if;
end $$;
revoke all on function platform.ensure_partition(regclass, text, timestamptz, timestamptz, text) from public;

-- Makes the partitions of the coming days (replies: yesterday to three days ahead) and months (outbox,
-- audit: this and the next two), and drops replies older than seven days. Times are cut in UTC.
create function platform.ensure_partitions(p_at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
declare
  day timestamptz;
  month timestamptz;
  old record;
begin
  perform pg_advisory_xact_lock(hashtextextended('platform.ensure_partitions', 0));
  for i in -1..3 loop
    day := date_trunc('day', p_at) + make_interval(days => i);
    perform platform.ensure_partition('platform.replies', 'created_at', day, day + interval '1 day',
                                      to_char(day, 'YYYYMMDD'));
  end loop;
  for i in 0..2 loop
    month := date_trunc('month', p_at) + make_interval(months => i);
    perform platform.ensure_partition('platform.outbox', 'occurred_at', month, month + interval '1 month',
                                      to_char(month, 'YYYYMM'));
    perform platform.ensure_partition('platform.audit', 'at', month, month + interval '1 month',
                                      to_char(month, 'YYYYMM'));
  end loop;
  for old in
    select c.relname
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'platform.replies'::regclass
       and c.relname ~ '^replies_[0-9]{8}$'
       and to_date(right(c.relname, 8), 'YYYYMMDD') < (date_trunc('day', p_at) - interval '7 days')::date
  loop
    execute format('drop table platform.%I', old.relname);
  end loop;
  delete from platform.replies_default where created_at < p_at - interval '7 days';
end $$;
revoke all on function platform.ensure_partitions(timestamptz) from public;
grant execute on function platform.ensure_partitions(timestamptz) to wafa_app;

-- Opens the requests of one actor, each with its idempotency key. Per key, in the order given:
-- 'fresh' (go on, the lock is held until the transaction ends), 'running' (another transaction, or an
-- earlier place in this call, is at it), 'stored' (answered: status and body), 'mismatch' (the key
-- stood for another request). Locks and look-up are two statements: the second sees what a
-- transaction that just gave up its lock has committed.
create function platform.begin_replies_v1(p_store uuid, p_actor uuid, p_keys text[], p_fingerprints bytea[],
                                          p_since timestamptz)
returns table (ord integer, state text, status integer, body text)
language plpgsql as $$
declare
  held boolean[];
begin
  select array_agg(taken.free order by taken.place)
    into held
    from (
      select asked.place,
             asked.nth = 1 and pg_try_advisory_xact_lock(
               hashtextextended(p_store::text || p_actor::text || asked.key, 0)) as free
        from (
          select k.place, k.key, row_number() over (partition by k.key order by k.place) as nth
            from unnest(p_keys) with ordinality as k(key, place)
           order by k.key, k.place
           offset 0
        ) as asked
    ) as taken;
  return query
    select asked.place::integer,
           case when not held[asked.place] then 'running'
                when past.fingerprint is null then 'fresh'
                when past.fingerprint = p_fingerprints[asked.place] then 'stored'
                else 'mismatch' end,
           case when held[asked.place] and past.fingerprint = p_fingerprints[asked.place] then past.status end,
           case when held[asked.place] and past.fingerprint = p_fingerprints[asked.place] then past.body end
      from unnest(p_keys) with ordinality as asked(key, place)
      left join lateral (
        select r.fingerprint, r.status, r.body
          from platform.replies r
         where r.store_id = p_store and r.actor_id = p_actor and r.key = asked.key and r.created_at >= p_since
         order by r.created_at desc
         limit 1
      ) as past on true
     order by asked.place;
end $$;
