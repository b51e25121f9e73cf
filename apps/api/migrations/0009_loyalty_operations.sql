-- Loyalty: holds captured in parts, adjustments, transfers, and spending over several accounts of an owner.

alter table loyalty.programmes add column transfers boolean not null default false;

alter table loyalty.keys drop constraint keys_kind_check;
alter table loyalty.keys add constraint keys_kind_check
  check (kind in ('credit', 'reversal', 'spend', 'hold', 'capture', 'adjust', 'transfer', 'cancel'));

-- Of `points`: what captures have taken. What is left is held while the hold is open.
alter table loyalty.hold_lots add column captured bigint not null default 0;
alter table loyalty.hold_lots add constraint hold_lots_captured_check check (captured between 0 and points);

-- Which entry captured how much of a hold. With it, what was held at any time can be told.
create table loyalty.hold_captures (
  store_id uuid not null,
  hold_id uuid not null,
  entry_id uuid not null,
  points bigint not null,
  constraint hold_captures_pkey primary key (store_id, hold_id, entry_id),
  constraint hold_captures_hold_fkey foreign key (store_id, hold_id) references loyalty.holds (store_id, id),
  constraint hold_captures_points_check check (points > 0)
);
select platform.protect('loyalty.hold_captures');
revoke update, delete on loyalty.hold_captures from wafa_app;

-- A redemption over several accounts of an owner writes one entry for each. They are one act: its
-- first entry's id stands here in all their rows, and refunds reckon with their points as one sum.
-- Null: the entry stands alone.
alter table loyalty.order_points add column act_id uuid;
