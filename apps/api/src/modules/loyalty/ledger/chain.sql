-- The hash chain of a member account. Layout of the hashed bytes, integers big-endian and signed,
-- times in microseconds since 1970-01-01T00:00Z (a never-ending lot: 2^63 - 1):
--
--   entry    12  "wafa/entry/1"          movement  16  lot
--            32  previous hash (0: none)            8  delta
--            16  store                              8  available from
--            16  account                            8  expiry
--             8  sequence, from 1
--            16  entry id                key        4  length of kind,      then kind
--             2  kind, its place in                 4  length of source,    then source
--                kind_code_v1 from 1                4  length of source id, then source id (UTF-8)
--             8  amount                             4  line
--            16  counter-account
--             8  occurred at             details   32  salt
--            32  SHA-256(key)                       -  bytes as stored (JSON, UTF-8)
--            16  rule id (0: none)
--             4  rule version (0: none)
--            32  SHA-256(movements in order)
--            32  SHA-256(details)        = 250 bytes; the entry's hash is their SHA-256
--
-- packages/proof says the same in TypeScript; its golden vectors hold the two together (chain.test.ts). A change
-- of layout is a new domain and new functions, never an edit: old entries keep theirs.

-- Declared stable where a called function is (extract, convert_to), since only so PostgreSQL inlines them.
create or replace function loyalty.micros_v1(p_at timestamptz) returns bigint
language sql stable parallel safe as $$ select (extract(epoch from p_at) * 1000000)::bigint $$;

create or replace function loyalty.kind_code_v1(p_kind text) returns smallint
language sql immutable parallel safe as $$
  select array_position(array['spend', 'manual', 'event', 'opening', 'bonus', 'redeem', 'expire', 'adjust',
    'reverse', 'return', 'repay', 'transfer', 'cancel'], p_kind)::smallint
$$;

create or replace function loyalty.business_key_v1(p_kind text, p_source text, p_source_id text, p_line integer)
returns bytea language sql stable parallel safe as $$
  select sha256(int4send(octet_length(p_kind)) || convert_to(p_kind, 'UTF8')
    || int4send(octet_length(p_source)) || convert_to(p_source, 'UTF8')
    || int4send(octet_length(p_source_id)) || convert_to(p_source_id, 'UTF8') || int4send(p_line))
$$;

create or replace function loyalty.movement_v1(p_lot uuid, p_delta bigint, p_from timestamptz, p_expires timestamptz)
returns bytea language sql stable parallel safe as $$
  select uuid_send(p_lot) || int8send(p_delta) || int8send(loyalty.micros_v1(p_from))
    || int8send(coalesce(loyalty.micros_v1(p_expires), 9223372036854775807))
$$;

-- Everything of an entry after the previous hash.
create or replace function loyalty.entry_body_v1(
  p_store uuid, p_account uuid, p_sequence bigint, p_id uuid, p_kind text, p_amount bigint, p_counter uuid,
  p_occurred timestamptz, p_key bytea, p_rule uuid, p_rule_version integer, p_movements bytea, p_details bytea)
returns bytea language sql stable parallel safe as $$
  select uuid_send(p_store) || uuid_send(p_account) || int8send(p_sequence) || uuid_send(p_id)
    || int2send(loyalty.kind_code_v1(p_kind))
    || int8send(p_amount) || uuid_send(p_counter) || int8send(loyalty.micros_v1(p_occurred))
    || p_key || uuid_send(coalesce(p_rule, '00000000-0000-0000-0000-000000000000'::uuid))
    || int4send(coalesce(p_rule_version, 0)) || p_movements || p_details
$$;

create or replace function loyalty.chain_step_v1(p_previous bytea, p_head bytea, p_body bytea) returns bytea
language plpgsql immutable parallel safe as $$
begin
  return sha256('\x776166612f656e7472792f31'::bytea || coalesce(p_previous, p_head) || p_body);
end $$;

-- As a window aggregate over an account's new entries in order: the hash of each. It lets a whole call
-- be chained in one statement, although each hash needs the one before.
create or replace aggregate loyalty.chain_v1(p_head bytea, p_body bytea) (
  sfunc = loyalty.chain_step_v1, stype = bytea);

-- Ids of entries that only turn out to be needed on the way (a repayment, an expiry): the time of the
-- caller's id, and bits of a hash in place of its random ones; n = 0 is the id itself. In use: 1 and up
-- for what a call makes in turn, -1 for an expiry on the way (and, of a lot, its repayment on maturing),
-- -2 for the repayment after points came back or were transferred, -3 for the cancelling of the entry.
create or replace function loyalty.derived_id_v1(p_base uuid, p_n integer) returns uuid
language plpgsql immutable parallel safe as $$
declare
  b bytea;
begin
  if p_n = 0 then
    return p_base;
  end if;
  b := substring(uuid_send(p_base) from 1 for 6)
    || substring(sha256(uuid_send(p_base) || int4send(p_n)) from 1 for 10);
  b := set_byte(set_byte(b, 6, get_byte(b, 6) & 15 | 112), 8, get_byte(b, 8) & 63 | 128);
  return encode(b, 'hex')::uuid;
end $$;

-- The salt that goes with a derived id.
create or replace function loyalty.derived_salt_v1(p_salt bytea, p_id uuid) returns bytea
language sql immutable parallel safe as $$ select sha256(p_salt || uuid_send(p_id)) $$;
