-- Made by `npm run generate` from the migrated database. Do not edit.
-- The schema notifications, to read; the migrations are what is run.

create table notifications.attempts (
  store_id   uuid not null,
  message_id uuid not null,
  attempt    integer not null,
  at         timestamp with time zone not null,
  outcome    text not null,
  error      text,
  constraint attempts_pkey PRIMARY KEY (store_id, message_id, attempt),
  constraint attempts_message_fkey FOREIGN KEY (store_id, message_id) REFERENCES notifications.messages(store_id, id),
  constraint attempts_outcome CHECK (outcome = ANY (ARRAY['sent'::text, 'retry'::text, 'failed'::text]))
);
-- row security: forced; policies: tenant

create table notifications.bulks (
  store_id      uuid not null,
  id            uuid not null,
  state         text not null,
  type          text not null,
  topic         text not null,
  template      jsonb,
  subject       text,
  body          text,
  language      text,
  variables     jsonb not null default '{}'::jsonb,
  audience_kind text not null,
  audience_name text,
  selection     uuid[],
  cursor        uuid,
  total         bigint not null,
  processed     bigint not null default 0,
  spread_at     timestamp with time zone,
  created_by    uuid not null,
  created_at    timestamp with time zone not null,
  finished_at   timestamp with time zone,
  constraint bulks_pkey PRIMARY KEY (store_id, id),
  constraint bulks_audience CHECK (audience_kind = ANY (ARRAY['customers'::text, 'tag'::text, 'segment'::text])),
  constraint bulks_state CHECK (state = ANY (ARRAY['active'::text, 'paused'::text, 'cancelled'::text]))
);
CREATE INDEX bulks_created_idx ON notifications.bulks USING btree (store_id, created_at, id);
-- row security: forced; policies: tenant

create table notifications.contents (
  store_id   uuid not null,
  message_id uuid not null,
  subject    text,
  body       text not null,
  metadata   jsonb not null default '{}'::jsonb,
  constraint contents_pkey PRIMARY KEY (store_id, message_id),
  constraint contents_message_fkey FOREIGN KEY (store_id, message_id) REFERENCES notifications.messages(store_id, id)
);
-- row security: forced; policies: tenant

create table notifications.deliveries (
  store_id   uuid not null,
  message_id uuid not null,
  bulk_id    uuid,
  due_at     timestamp with time zone not null,
  constraint deliveries_pkey PRIMARY KEY (store_id, message_id),
  constraint deliveries_message_fkey FOREIGN KEY (store_id, message_id) REFERENCES notifications.messages(store_id, id)
);
CREATE INDEX deliveries_due_idx ON notifications.deliveries USING btree (store_id, due_at, message_id);
-- row security: forced; policies: tenant

create table notifications.messages (
  store_id         uuid not null,
  id               uuid not null,
  customer_id      uuid not null,
  presented_id     uuid not null,
  direction        text not null,
  type             text not null,
  channel          text not null,
  topic            text,
  template_key     text,
  template_version integer,
  language         text,
  is_secret        boolean not null default false,
  status           text not null,
  reason           text,
  error            text,
  attempts         integer not null default 0,
  occurred_at      timestamp with time zone not null,
  created_at       timestamp with time zone not null,
  sent_at          timestamp with time zone,
  delivered_at     timestamp with time zone,
  read_at          timestamp with time zone,
  failed_at        timestamp with time zone,
  sent_by          uuid,
  bulk_id          uuid,
  source           text,
  source_id        text,
  constraint messages_pkey PRIMARY KEY (store_id, id),
  constraint messages_source_key UNIQUE (store_id, source, source_id),
  constraint messages_bulk_fkey FOREIGN KEY (store_id, bulk_id) REFERENCES notifications.bulks(store_id, id),
  constraint messages_customer_fkey FOREIGN KEY (store_id, customer_id) REFERENCES customers.customers(store_id, id),
  constraint messages_direction CHECK (direction = ANY (ARRAY['in'::text, 'out'::text])),
  constraint messages_language CHECK (language = ANY (ARRAY['ar'::text, 'en'::text])),
  constraint messages_source_pair CHECK ((source IS NULL) = (source_id IS NULL)),
  constraint messages_status CHECK (status = ANY (ARRAY['QUEUED'::text, 'SENT'::text, 'DELIVERED'::text, 'READ'::text, 'FAILED'::text, 'HELD'::text, 'SKIPPED'::text])),
  constraint messages_type CHECK (type = ANY (ARRAY['EMAIL'::text, 'SMS'::text, 'PUSH'::text, 'IN_APP'::text, 'PHONE'::text]))
);
CREATE INDEX messages_bulk_idx ON notifications.messages USING btree (store_id, bulk_id, id) WHERE (bulk_id IS NOT NULL);
CREATE INDEX messages_customer_idx ON notifications.messages USING btree (store_id, customer_id, occurred_at, id);
CREATE INDEX messages_occurred_idx ON notifications.messages USING btree (store_id, occurred_at, id);
-- row security: forced; policies: tenant

create table notifications.staff_mails (
  store_id    uuid not null,
  id          uuid not null,
  staff_id    uuid not null,
  template    text not null,
  params      jsonb not null,
  source      text not null,
  source_id   text not null,
  status      text not null,
  reason      text,
  error       text,
  tries       integer not null default 0,
  next_try_at timestamp with time zone,
  created_at  timestamp with time zone not null,
  sent_at     timestamp with time zone,
  constraint staff_mails_pkey PRIMARY KEY (store_id, id),
  constraint staff_mails_source_key UNIQUE (store_id, staff_id, source, source_id),
  constraint staff_mails_staff_fkey FOREIGN KEY (store_id, staff_id) REFERENCES settings.staff(store_id, id),
  constraint staff_mails_queued CHECK ((status = 'QUEUED'::text) = (next_try_at IS NOT NULL)),
  constraint staff_mails_status CHECK (status = ANY (ARRAY['QUEUED'::text, 'SENT'::text, 'FAILED'::text, 'SKIPPED'::text]))
);
CREATE INDEX staff_mails_due_idx ON notifications.staff_mails USING btree (store_id, next_try_at, id) WHERE (status = 'QUEUED'::text);
-- row security: forced; policies: tenant

create table notifications.templates (
  store_id   uuid not null,
  key        text not null,
  type       text not null,
  version    integer not null,
  retired    boolean not null,
  topic      text not null,
  name_en    text not null,
  name_ar    text not null,
  subject_en text,
  body_en    text,
  subject_ar text,
  body_ar    text,
  sample     jsonb not null default '{}'::jsonb,
  created_by uuid not null,
  created_at timestamp with time zone not null,
  constraint templates_pkey PRIMARY KEY (store_id, key, type, version),
  constraint templates_version_check CHECK (version > 0)
);
-- row security: forced; policies: tenant
