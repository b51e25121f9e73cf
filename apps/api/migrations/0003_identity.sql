create schema identity;
grant usage on schema identity to wafa_app;

-- Staff log-ins are global: one person, one password, a membership per store (settings.memberships).
create table identity.staff_accounts (
  id uuid not null,
  email text not null,
  phone text,
  password_hash text not null,
  name text not null,
  name_ar text,
  language text not null,
  totp_secret text,
  totp_pending text,
  totp_last_step bigint,
  is_active boolean not null default true,
  created_at timestamptz not null,
  password_changed_at timestamptz not null,
  constraint staff_accounts_pkey primary key (id),
  constraint staff_accounts_email_key unique (email),
  constraint staff_accounts_phone_key unique (phone),
  constraint staff_accounts_email_check check (email = lower(email)),
  constraint staff_accounts_language_check check (language in ('ar', 'en'))
);

create table identity.staff_sessions (
  id uuid not null,
  account_id uuid not null,
  secret_hash bytea not null,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  device text,
  address text,
  constraint staff_sessions_pkey primary key (id),
  constraint staff_sessions_account_fkey foreign key (account_id) references identity.staff_accounts (id) on delete cascade
);
create index staff_sessions_account_idx on identity.staff_sessions (account_id, created_at);

create table identity.staff_recovery_codes (
  account_id uuid not null,
  code_hash bytea not null,
  used_at timestamptz,
  constraint staff_recovery_codes_pkey primary key (account_id, code_hash),
  constraint staff_recovery_codes_account_fkey foreign key (account_id) references identity.staff_accounts (id) on delete cascade
);

-- Failures by account, or by what was typed where no account has it: both lock alike. Hashes only.
create table identity.staff_attempts (
  subject bytea not null,
  failures integer not null,
  last_failed_at timestamptz not null,
  locked_until timestamptz,
  constraint staff_attempts_pkey primary key (subject)
);
grant select, insert, update, delete
  on identity.staff_accounts, identity.staff_sessions, identity.staff_recovery_codes, identity.staff_attempts to wafa_app;

-- A customer's log-in belongs to one store. Name and language are copies for the signed-in bar,
-- kept by customers through identity.syncLogin.
create table identity.customer_logins (
  store_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  email text,
  phone text,
  password_hash text not null,
  name text not null,
  name_ar text,
  language text not null,
  totp_secret text,
  totp_pending text,
  totp_last_step bigint,
  is_active boolean not null default true,
  created_at timestamptz not null,
  password_changed_at timestamptz not null,
  constraint customer_logins_pkey primary key (store_id, id),
  constraint customer_logins_customer_key unique (store_id, customer_id),
  constraint customer_logins_email_key unique (store_id, email),
  constraint customer_logins_phone_key unique (store_id, phone),
  constraint customer_logins_email_check check (email = lower(email)),
  constraint customer_logins_reach_check check (email is not null or phone is not null),
  constraint customer_logins_language_check check (language in ('ar', 'en'))
);
select platform.protect('identity.customer_logins');

create table identity.customer_sessions (
  store_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  secret_hash bytea not null,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  device text,
  address text,
  constraint customer_sessions_pkey primary key (store_id, id),
  constraint customer_sessions_account_fkey foreign key (store_id, account_id)
    references identity.customer_logins (store_id, id) on delete cascade
);
create index customer_sessions_account_idx on identity.customer_sessions (store_id, account_id, created_at);
select platform.protect('identity.customer_sessions');

create table identity.customer_recovery_codes (
  store_id uuid not null,
  account_id uuid not null,
  code_hash bytea not null,
  used_at timestamptz,
  constraint customer_recovery_codes_pkey primary key (store_id, account_id, code_hash),
  constraint customer_recovery_codes_account_fkey foreign key (store_id, account_id)
    references identity.customer_logins (store_id, id) on delete cascade
);
select platform.protect('identity.customer_recovery_codes');

create table identity.customer_attempts (
  store_id uuid not null,
  subject bytea not null,
  failures integer not null,
  last_failed_at timestamptz not null,
  locked_until timestamptz,
  constraint customer_attempts_pkey primary key (store_id, subject)
);
select platform.protect('identity.customer_attempts');
