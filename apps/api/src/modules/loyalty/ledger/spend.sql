-- Spending: soonest-expiring lot first, never an expired or held point, all or nothing per item. What
-- is over expires first. A redemption on an order leaves its share per line, by which refunds return it.
-- Goes over all accounts of the owner in the programme (take.sql); the balance answered is their sum.
--
-- Item: {n, id, account, customer, source, source_id, line, points, order, location, occurred,
--        rule_version, salt (hex), details (JSON text), fingerprint (hex), lines: [[line no, total, points], ...]}
create or replace function loyalty.spend_v1(p_store uuid, p_now timestamptz, p_items jsonb)
returns table (n integer, status text, owner_id uuid, entry_id uuid, points bigint, available bigint, pending bigint, held bigint,
  debt bigint, lifetime bigint)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  i record;
  p record;
  b record;
  v_item jsonb;
  v_known loyalty.keys;
  v_locked uuid[];
  v_mine uuid[];
begin
  v_locked := loyalty.lock_owners_v1(p_store, (
    select array_agg(distinct (x.value->>'account')::uuid) from jsonb_array_elements(p_items) as x));
  for v_item in select x.value from jsonb_array_elements(p_items) as x order by (x.value->>'n')::integer loop
    select * into i from jsonb_to_record(v_item) as r(n integer, id uuid, account uuid, source text, source_id text,
      line integer, points bigint, salt text, fingerprint text);
    n := i.n; entry_id := null; points := 0;
    v_mine := loyalty.mine_v1(p_store, i.account, v_locked);
    select * into v_known from loyalty.keys k
     where k.store_id = p_store and k.kind = 'spend' and k.source = i.source and k.source_id = i.source_id
       and k.line = i.line;
    if found then
      status := case when v_known.fingerprint = decode(i.fingerprint, 'hex') and v_known.account_id = any (v_mine)
                  then 'duplicate' else 'conflict' end;
      if status = 'duplicate' then
        entry_id := v_known.id; points := v_known.points;
      end if;
    else
      perform loyalty.ready_v1(p_store, v_mine, p_now, i.id, decode(i.salt, 'hex'));
      b := loyalty.balance_v1(p_store, v_mine);
      if i.points <= 0 or b.available < i.points then
        status := 'insufficient';
      else
        insert into loyalty.keys (store_id, kind, source, source_id, line, fingerprint, id, account_id, points)
        values (p_store, 'spend', i.source, i.source_id, i.line, decode(i.fingerprint, 'hex'), i.id, i.account,
                i.points)
        on conflict do nothing;
        -- Taken just now by a call on another account, which this lock did not keep out.
        status := case when found then 'spent' else 'conflict' end;
      end if;
      if status = 'spent' then
        entry_id := i.id; points := i.points;
        p := loyalty.pick_v1(p_store, v_mine, i.points);
        perform loyalty.redeem_v1(p_store, p_now, v_item,
          loyalty.business_key_v1('spend', i.source, i.source_id, i.line), false, p.accounts, p.lots, p.points);
      end if;
    end if;
    b := loyalty.balance_v1(p_store, v_mine);
    owner_id := b.owner_id; available := b.available; pending := b.pending; held := b.held; debt := b.debt;
    lifetime := b.lifetime;
    return next;
  end loop;
end $$;
