-- The rotating code of the Customer ID card. No private key stands here: the store's keys are derived from
-- a secret of the installation, a device's never leaves it.

-- Which key of a store signs certificates since when. A store without rows signs by key 1.
create table customers.card_keys (
  store_id uuid not null,
  key_id integer not null constraint card_keys_id check (key_id between 2 and 65534),
  since timestamptz not null,
  -- Whether the keys before it hold no longer, not even to the end of their certificates.
  withdraws boolean not null,
  started_by uuid not null,
  constraint card_keys_pkey primary key (store_id, key_id)
);
select platform.protect('customers.card_keys');

-- Devices that show a card. A row belongs to the card it was made for and stays there through a merge.
create table customers.card_devices (
  store_id uuid not null,
  device text collate "C" not null constraint card_devices_device check (device ~ '^[0-9a-f]{16}$'),
  customer_id uuid not null,
  -- P-256, compressed; empty once the customer is erased.
  public_key bytea constraint card_devices_public_key check (length(public_key) = 33),
  name text not null,
  key_id integer not null,
  issued_at timestamptz not null,
  renewed_at timestamptz not null,
  ends_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by uuid,
  constraint card_devices_pkey primary key (store_id, device),
  constraint card_devices_public_key_key unique (store_id, public_key),
  constraint card_devices_customer_fkey foreign key (store_id, customer_id) references customers.customers (store_id, id)
);
create index card_devices_customer_idx on customers.card_devices (store_id, customer_id);
create index card_devices_ends_at_idx on customers.card_devices (store_id, ends_at);
create index card_devices_revoked_idx on customers.card_devices (store_id, ends_at) where revoked_at is not null;
select platform.protect('customers.card_devices');

-- Codes that were taken: each step of a device once, by the till that says so first.
create table customers.card_scans (
  store_id uuid not null,
  device text collate "C" not null,
  step bigint not null,
  till_id text not null,
  scanned_at timestamptz not null,
  scanned_by uuid not null,
  -- Whether the API judged the code itself. What tills bring later is their word, which proves nobody.
  judged boolean not null,
  constraint card_scans_pkey primary key (store_id, device, step),
  constraint card_scans_device_fkey foreign key (store_id, device) references customers.card_devices (store_id, device)
);
create index card_scans_scanned_at_idx on customers.card_scans (store_id, scanned_at);
select platform.protect('customers.card_scans');

-- Further tills that were shown a code which another had taken.
create table customers.card_replays (
  store_id uuid not null,
  device text collate "C" not null,
  step bigint not null,
  till_id text not null,
  scanned_at timestamptz not null,
  scanned_by uuid not null,
  constraint card_replays_pkey primary key (store_id, device, step, till_id),
  constraint card_replays_scan_fkey foreign key (store_id, device, step)
    references customers.card_scans (store_id, device, step) on delete cascade
);
select platform.protect('customers.card_replays');

-- The newest one-time code of a customer.
create table customers.card_codes (
  store_id uuid not null,
  customer_id uuid not null,
  -- HMAC-SHA-256 under a key of the installation: six digits behind a plain hash are found in no time.
  code_hash bytea not null,
  ends_at timestamptz not null,
  failures integer not null default 0,
  used_at timestamptz,
  used_by uuid,
  constraint card_codes_pkey primary key (store_id, customer_id),
  constraint card_codes_customer_fkey foreign key (store_id, customer_id) references customers.customers (store_id, id)
);
create index card_codes_ends_at_idx on customers.card_codes (store_id, ends_at);
select platform.protect('customers.card_codes');
