-- Made by `npm run generate` from the migrated database. Do not edit.
-- The schema identity, to read; the migrations are what is run.

create table identity.customer_attempts (
  store_id       uuid not null,
  subject        bytea not null,
  failures       integer not null,
  last_failed_at timestamp with time zone not null,
  locked_until   timestamp with time zone,
  constraint customer_attempts_pkey PRIMARY KEY (store_id, subject)
);
-- row security: forced; policies: tenant

create table identity.customer_logins (
  store_id            uuid not null,
  id                  uuid not null,
  customer_id         uuid not null,
  email               text,
  phone               text,
  password_hash       text not null,
  name                text not null,
  name_ar             text,
  language            text not null,
  totp_secret         text,
  totp_pending        text,
  totp_last_step      bigint,
  is_active           boolean not null default true,
  created_at          timestamp with time zone not null,
  password_changed_at timestamp with time zone not null,
  constraint customer_logins_pkey PRIMARY KEY (store_id, id),
  constraint customer_logins_customer_key UNIQUE (store_id, customer_id),
  constraint customer_logins_email_key UNIQUE (store_id, email),
  constraint customer_logins_phone_key UNIQUE (store_id, phone),
  constraint customer_logins_email_check CHECK (email = lower(email)),
  constraint customer_logins_language_check CHECK (language = ANY (ARRAY['ar'::text, 'en'::text])),
  constraint customer_logins_reach_check CHECK (email IS NOT NULL OR phone IS NOT NULL)
);
-- row security: forced; policies: tenant

create table identity.customer_recovery_codes (
  store_id   uuid not null,
  account_id uuid not null,
  code_hash  bytea not null,
  used_at    timestamp with time zone,
  constraint customer_recovery_codes_pkey PRIMARY KEY (store_id, account_id, code_hash),
  constraint customer_recovery_codes_account_fkey FOREIGN KEY (store_id, account_id) REFERENCES identity.customer_logins(store_id, id) ON DELETE CASCADE
);
-- row security: forced; policies: tenant

create table identity.customer_sessions (
  store_id     uuid not null,
  id           uuid not null,
  account_id   uuid not null,
  secret_hash  bytea not null,
  created_at   timestamp with time zone not null,
  last_used_at timestamp with time zone not null,
  expires_at   timestamp with time zone not null,
  ended_at     timestamp with time zone,
  end_reason   text,
  device       text,
  address      text,
  constraint customer_sessions_pkey PRIMARY KEY (store_id, id),
  constraint customer_sessions_account_fkey FOREIGN KEY (store_id, account_id) REFERENCES identity.customer_logins(store_id, id) ON DELETE CASCADE
);
CREATE INDEX customer_sessions_account_idx ON identity.customer_sessions USING btree (store_id, account_id, created_at);
-- row security: forced; policies: tenant

create table identity.staff_accounts (
  id                  uuid not null,
  email               text not null,
  phone               text,
  password_hash       text not null,
  name                text not null,
  name_ar             text,
  language            text not null,
  totp_secret         text,
  totp_pending        text,
  totp_last_step      bigint,
  is_active           boolean not null default true,
  created_at          timestamp with time zone not null,
  password_changed_at timestamp with time zone not null,
  constraint staff_accounts_pkey PRIMARY KEY (id),
  constraint staff_accounts_email_key UNIQUE (email),
  constraint staff_accounts_phone_key UNIQUE (phone),
  constraint staff_accounts_email_check CHECK (email = lower(email)),
  constraint staff_accounts_language_check CHECK (language = ANY (ARRAY['ar'::text, 'en'::text]))
);
-- row security: off; policies: none

create table identity.staff_attempts (
  subject        bytea not null,
  failures       integer not null,
  last_failed_at timestamp with time zone not null,
  locked_until   timestamp with time zone,
  constraint staff_attempts_pkey PRIMARY KEY (subject)
);
-- row security: off; policies: none

create table identity.staff_recovery_codes (
  account_id uuid not null,
  code_hash  bytea not null,
  used_at    timestamp with time zone,
  constraint staff_recovery_codes_pkey PRIMARY KEY (account_id, code_hash),
  constraint staff_recovery_codes_account_fkey FOREIGN KEY (account_id) REFERENCES identity.staff_accounts(id) ON DELETE CASCADE
);
-- row security: off; policies: none

create table identity.staff_sessions (
  id           uuid not null,
  account_id   uuid not null,
  secret_hash  bytea not null,
  created_at   timestamp with time zone not null,
  last_used_at timestamp with time zone not null,
  expires_at   timestamp with time zone not null,
  ended_at     timestamp with time zone,
  end_reason   text,
  device       text,
  address      text,
  constraint staff_sessions_pkey PRIMARY KEY (id),
  constraint staff_sessions_account_fkey FOREIGN KEY (account_id) REFERENCES identity.staff_accounts(id) ON DELETE CASCADE
);
CREATE INDEX staff_sessions_account_idx ON identity.staff_sessions USING btree (account_id, created_at);
-- row security: off; policies: none
