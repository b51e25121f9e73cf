-- Mails to the store's own people: one row per member and occasion, kept as the record of what was sent.
-- Name, address and language are not in it: they are asked for when the mail leaves, and the words are
-- made then.
create table notifications.staff_mails (
  store_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  template text not null,
  -- Ids and figures, nothing personal.
  params jsonb not null,
  -- What it tells of, kept for ever, so that nobody is told twice.
  source text not null,
  source_id text not null,
  status text not null
    constraint staff_mails_status check (status in ('QUEUED', 'SENT', 'FAILED', 'SKIPPED')),
  reason text,
  -- The code of the server's answer, never its text, which can name the receiver.
  error text,
  tries integer not null default 0,
  -- A worker claims a mail by setting this past any send; so that of a killed worker falls due again.
  next_try_at timestamptz,
  created_at timestamptz not null,
  sent_at timestamptz,
  constraint staff_mails_pkey primary key (store_id, id),
  constraint staff_mails_source_key unique (store_id, staff_id, source, source_id),
  constraint staff_mails_staff_fkey foreign key (store_id, staff_id) references settings.staff (store_id, id),
  constraint staff_mails_queued check ((status = 'QUEUED') = (next_try_at is not null))
) with (fillfactor = 85);
create index staff_mails_due_idx on notifications.staff_mails (store_id, next_try_at, id)
  where status = 'QUEUED';
select platform.protect('notifications.staff_mails');
