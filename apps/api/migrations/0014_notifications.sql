create schema notifications;
grant usage on schema notifications to wafa_app;

-- Versions of the store's own templates, and of ready-made ones that it has reworded; the ready-made
-- texts themselves are code (version 0). A row never changes: a message names the version that it was
-- made from. `retired` takes a template back.
create table notifications.templates (
  store_id uuid not null,
  key text not null,
  type text not null,
  version integer not null constraint templates_version_check check (version > 0),
  retired boolean not null,
  topic text not null,
  name_en text not null,
  name_ar text not null,
  subject_en text,
  body_en text,
  subject_ar text,
  body_ar text,
  sample jsonb not null default '{}',
  created_by uuid not null,
  created_at timestamptz not null,
  constraint templates_pkey primary key (store_id, key, type, version)
);
select platform.protect('notifications.templates');

-- Sendings to many. The audience is read in order of customer ids: `cursor` is the last one dealt with, so
-- that a killed job goes on where its last commit stands. `selection` holds the ids where no tag or
-- segment names the audience.
create table notifications.bulks (
  store_id uuid not null,
  id uuid not null,
  state text not null constraint bulks_state check (state in ('active', 'paused', 'cancelled')),
  type text not null,
  topic text not null,
  -- The template as it stood when the sending began, so that everybody gets the same words.
  template jsonb,
  subject text,
  body text,
  language text,
  variables jsonb not null default '{}',
  audience_kind text not null
    constraint bulks_audience check (audience_kind in ('customers', 'tag', 'segment')),
  audience_name text,
  selection uuid[],
  cursor uuid,
  total bigint not null,
  processed bigint not null default 0,
  spread_at timestamptz,
  created_by uuid not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  constraint bulks_pkey primary key (store_id, id)
);
create index bulks_created_idx on notifications.bulks (store_id, created_at, id);
select platform.protect('notifications.bulks');

-- The communication log: one row per message on one channel, in or out. What was said stands apart, in
-- `contents`, because it is personal and erasure deletes it.
create table notifications.messages (
  store_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  -- The customer who was actually meant; another than customer_id after a merge.
  presented_id uuid not null,
  direction text not null constraint messages_direction check (direction in ('in', 'out')),
  type text not null constraint messages_type check (type in ('EMAIL', 'SMS', 'PUSH', 'IN_APP', 'PHONE')),
  channel text not null,
  topic text,
  template_key text,
  template_version integer,
  language text constraint messages_language check (language in ('ar', 'en')),
  is_secret boolean not null default false,
  status text not null
    constraint messages_status
    check (status in ('QUEUED', 'SENT', 'DELIVERED', 'READ', 'FAILED', 'HELD', 'SKIPPED')),
  reason text,
  error text,
  attempts integer not null default 0,
  -- When it took place: for what was logged afterwards, before created_at.
  occurred_at timestamptz not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  failed_at timestamptz,
  sent_by uuid,
  bulk_id uuid,
  -- The key of whoever had it written; kept for ever, so that a repeat makes no second message.
  source text,
  source_id text,
  constraint messages_pkey primary key (store_id, id),
  constraint messages_source_key unique (store_id, source, source_id),
  constraint messages_source_pair check ((source is null) = (source_id is null)),
  constraint messages_customer_fkey foreign key (store_id, customer_id)
    references customers.customers (store_id, id),
  constraint messages_bulk_fkey foreign key (store_id, bulk_id) references notifications.bulks (store_id, id)
) with (fillfactor = 85);
create index messages_customer_idx on notifications.messages (store_id, customer_id, occurred_at, id);
create index messages_occurred_idx on notifications.messages (store_id, occurred_at, id);
create index messages_bulk_idx on notifications.messages (store_id, bulk_id, id) where bulk_id is not null;
select platform.protect('notifications.messages');

create table notifications.contents (
  store_id uuid not null,
  message_id uuid not null,
  subject text,
  body text not null,
  metadata jsonb not null default '{}',
  constraint contents_pkey primary key (store_id, message_id),
  constraint contents_message_fkey foreign key (store_id, message_id)
    references notifications.messages (store_id, id)
);
select platform.protect('notifications.contents');

-- Messages that wait for an outside channel. A worker claims rows until `due_at`, which it sets past any
-- send; so of a killed worker the rows fall due again by themselves. The row goes when the message is
-- settled.
create table notifications.deliveries (
  store_id uuid not null,
  message_id uuid not null,
  bulk_id uuid,
  due_at timestamptz not null,
  constraint deliveries_pkey primary key (store_id, message_id),
  constraint deliveries_message_fkey foreign key (store_id, message_id)
    references notifications.messages (store_id, id)
) with (fillfactor = 70);
create index deliveries_due_idx on notifications.deliveries (store_id, due_at, message_id);
select platform.protect('notifications.deliveries');

-- Every try and what came of it: the code of the answer, never its text, which can name the receiver.
create table notifications.attempts (
  store_id uuid not null,
  message_id uuid not null,
  attempt integer not null,
  at timestamptz not null,
  outcome text not null constraint attempts_outcome check (outcome in ('sent', 'retry', 'failed')),
  error text,
  constraint attempts_pkey primary key (store_id, message_id, attempt),
  constraint attempts_message_fkey foreign key (store_id, message_id)
    references notifications.messages (store_id, id)
);
select platform.protect('notifications.attempts');
