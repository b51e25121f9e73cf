-- An evaluation goes over the customers in lanes, side by side, a range of customers in a transaction of its
-- own; the range counts with the step of its lane, or not at all.
create table segments.lanes (
  store_id uuid not null,
  evaluation_id uuid not null,
  lane smallint not null,
  -- The last customer that was looked at, and the last that is to be.
  after uuid not null,
  up_to uuid not null,
  constraint lanes_pkey primary key (store_id, evaluation_id, lane),
  constraint lanes_evaluation_fkey foreign key (store_id, evaluation_id) references segments.evaluations (store_id, id)
);
select platform.protect('segments.lanes');

-- What was under way has no lanes and begins again when it is asked for.
alter table segments.evaluations no force row level security;
update segments.evaluations set status = 'FAILED' where status in ('QUEUED', 'RUNNING');
alter table segments.evaluations force row level security;
alter table segments.evaluations drop column cursor, drop column step;
