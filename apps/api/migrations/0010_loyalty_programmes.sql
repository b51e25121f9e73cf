-- Several programmes per store, and what earn rules with a cap over time have given so far.

-- Tells the credits of one order in several programmes apart: part of their business key, so it never
-- changes. Stores have one programme so far, which is number 0.
alter table loyalty.programmes add column number integer not null default 0;
alter table loyalty.programmes alter column number drop default;
alter table loyalty.programmes add constraint programmes_number_key unique (store_id, number);
alter table loyalty.programmes add constraint programmes_number_check check (number >= 0);

-- Points that a rule with a cap per day, month or customer gave an account, per local day. Written in the
-- credit's transaction, whose lock on the account keeps two credits from using the same room. A refund
-- takes points back and leaves this as it is.
create table loyalty.rule_days (
  store_id uuid not null,
  account_id uuid not null,
  rule_id text not null,
  day date not null,
  points bigint not null,
  constraint rule_days_pkey primary key (store_id, account_id, rule_id, day),
  constraint rule_days_points_check check (points > 0)
);
select platform.protect('loyalty.rule_days');
