-- Signed daily roots of the ledger. What a root's bytes are says packages/proof/src/root.ts; what it
-- proves, docs/guides/ledger-proof.md. The key that signs is never in the database.
create table loyalty.roots (
  store_id uuid not null,
  -- The local day that ended at the cut-off.
  day date not null,
  -- Entries recorded before this are in the tree. Signed with the rest, since a store may change its zone.
  cut_off timestamptz not null,
  count bigint not null,
  tree_root bytea not null,
  previous_root bytea not null,
  key_id text not null,
  public_key bytea not null,
  signature bytea not null,
  constraint roots_pkey primary key (store_id, day),
  constraint roots_count_check check (count >= 0),
  constraint roots_hashes_check check (
    octet_length(tree_root) = 32 and octet_length(previous_root) = 32 and octet_length(public_key) = 32
      and octet_length(signature) = 64)
);
select platform.protect('loyalty.roots');
revoke update, delete on loyalty.roots from wafa_app;

-- Hashes of blocks of accounts (1,024 by id, the last may be shorter): subtrees of the day's tree, so that
-- a proof reads the leaves of one block only. Of a day without a root yet: how far its sealing has come.
create table loyalty.root_blocks (
  store_id uuid not null,
  day date not null,
  number integer not null,
  cut_off timestamptz not null,
  first_account uuid not null,
  last_account uuid not null,
  count integer not null,
  hash bytea not null,
  constraint root_blocks_pkey primary key (store_id, day, number),
  constraint root_blocks_count_check check (count > 0),
  constraint root_blocks_hash_check check (octet_length(hash) = 32)
);
select platform.protect('loyalty.root_blocks');
revoke update, delete on loyalty.root_blocks from wafa_app;

-- Hashes of the leaves of each block, 32 bytes each: of the newest root only (32 MB for a million
-- accounts), so that a check can say which account of a block was altered.
create table loyalty.root_leaves (
  store_id uuid not null,
  day date not null,
  number integer not null,
  hashes bytea not null,
  constraint root_leaves_pkey primary key (store_id, day, number)
);
-- Hashes do not compress.
alter table loyalty.root_leaves alter column hashes set storage external;
select platform.protect('loyalty.root_leaves');
revoke update on loyalty.root_leaves from wafa_app;
