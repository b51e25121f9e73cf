-- Partitions of any module's tables: each stands in the schema of its table, and every table that is
-- partitioned by range of a time gets its months, so that a new such table needs no line here.

create or replace function platform.ensure_partition(p_table regclass, p_column text, p_from timestamptz,
                                                     p_to timestamptz, p_suffix text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  parent text;
  home text;
  tenant boolean;
  part text;
  rest text;
begin
  select c.relname, n.nspname, c.relrowsecurity into parent, home, tenant
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = p_table;
  part := format('%I.%I', home, parent || '_' || p_suffix);
  rest := format('%I.%I', home, parent || '_default');
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

-- Replies have days (yesterday to three days ahead) and are dropped after seven; every other table
-- partitioned by a time has months: this and the next two. Times are cut in UTC.
create or replace function platform.ensure_partitions(p_at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
declare
  day timestamptz;
  month timestamptz;
  kept record;
  old record;
begin
  perform pg_advisory_xact_lock(hashtextextended('platform.ensure_partitions', 0));
  for i in -1..3 loop
    day := date_trunc('day', p_at) + make_interval(days => i);
    perform platform.ensure_partition('platform.replies', 'created_at', day, day + interval '1 day',
                                      to_char(day, 'YYYYMMDD'));
  end loop;
  for kept in
    select c.oid::regclass as name, a.attname as at
      from pg_partitioned_table p
      join pg_class c on c.oid = p.partrelid
      join pg_attribute a on a.attrelid = c.oid and a.attnum = p.partattrs[0]
     where p.partstrat = 'r' and a.atttypid = 'timestamptz'::regtype
       and pg_get_userbyid(c.relowner) = 'wafa_owner'
       and c.relnamespace <> to_regnamespace('pgboss') and c.oid <> 'platform.replies'::regclass
     order by c.oid
  loop
    for i in 0..2 loop
      month := date_trunc('month', p_at) + make_interval(months => i);
      perform platform.ensure_partition(kept.name, kept.at, month, month + interval '1 month',
                                        to_char(month, 'YYYYMM'));
    end loop;
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
