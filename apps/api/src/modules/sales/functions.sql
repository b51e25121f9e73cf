-- Gathers the planner's statistics of every table, as the owner: an import fills empty tables faster than
-- autovacuum comes by, and until then the planner, for whom all indexes of an empty table cost the same,
-- checks foreign keys by one that only shares the store with them, which reads every order of the store
-- per line (69 million rows for 60,000 lines).
create or replace function sales.analyze_v1() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  item regclass;
begin
  for item in
    select c.oid::regclass from pg_class c
     where c.relkind = 'r' and not c.relispartition and pg_get_userbyid(c.relowner) = current_user
       and pg_relation_size(c.oid) > 0
  loop
    execute format('analyze %s', item);
  end loop;
end $$;
revoke all on function sales.analyze_v1() from public;
grant execute on function sales.analyze_v1() to wafa_app;
