-- Spending: soonest-expiring lot first, never an expired or held point, all or nothing per item. What
-- is over expires first. A redemption on an order leaves its share per line, by which refunds return it.
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
  r record;
  a loyalty.accounts;
  v_known loyalty.keys;
  v_salt bytea;
  v_left bigint;
  v_part bigint;
  v_lots uuid[];
  v_deltas bigint[];
begin
  perform from loyalty.accounts t
    where t.store_id = p_store
      and t.id in (select (x.value->>'account')::uuid from jsonb_array_elements(p_items) as x)
    order by t.id for no key update;
  for i in
    select * from jsonb_to_recordset(p_items) as r(n integer, id uuid, account uuid, customer uuid, source text,
      source_id text, line integer, points bigint, "order" uuid, location uuid, occurred timestamptz,
      rule_version integer, salt text, details text, fingerprint text, lines jsonb) order by r.n
  loop
    n := i.n; entry_id := null; points := 0;
    v_salt := decode(i.salt, 'hex');
    select * into v_known from loyalty.keys k
     where k.store_id = p_store and k.kind = 'spend' and k.source = i.source and k.source_id = i.source_id
       and k.line = i.line;
    if found then
      status := case when v_known.fingerprint = decode(i.fingerprint, 'hex') and v_known.account_id = i.account
                  then 'duplicate' else 'conflict' end;
      if status = 'duplicate' then
        entry_id := v_known.id; points := v_known.points;
      end if;
      select * into a from loyalty.accounts t where t.store_id = p_store and t.id = i.account;
    else
      a := loyalty.mature_v1(p_store, i.account, p_now, sha256(v_salt || '\x01'::bytea));
      perform loyalty.expire_v1(p_store, p_now, p_now, array[i.account], 0, loyalty.derived_id_v1(i.id, -1),
                                sha256(v_salt || '\x02'::bytea));
      select * into a from loyalty.accounts t where t.store_id = p_store and t.id = i.account;
      if i.points <= 0 or a.available < i.points then
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
        v_left := i.points; v_lots := '{}'; v_deltas := '{}';
        for r in
          select l.id, l.remaining - l.held as free from loyalty.lots l
           where l.store_id = p_store and l.account_id = i.account and l.remaining > 0 and l.remaining > l.held
             and not l.is_pending
           order by l.expires_at, l.id
        loop
          v_part := least(v_left, r.free);
          update loyalty.lots t set remaining = t.remaining - v_part where t.store_id = p_store and t.id = r.id;
          v_lots := v_lots || r.id;
          v_deltas := v_deltas || -v_part;
          v_left := v_left - v_part;
          exit when v_left = 0;
        end loop;
        a.available := a.available - i.points;
        a := loyalty.append_v1(a, p_now, i.id, v_salt, 'redeem', -i.points, '00000000-0000-8000-8000-000000000002',
          i.occurred, loyalty.business_key_v1('spend', i.source, i.source_id, i.line), i.details, v_lots, v_deltas,
          i."order", i.location, i.customer, i.rule_version);
        insert into loyalty.order_points (store_id, order_id, entry_id, line_no, account_id, direction, line_total,
                                          points)
        select p_store, i."order", i.id, (l.value->>0)::integer, i.account, 'redeemed', (l.value->>1)::bigint,
               (l.value->>2)::bigint
          from jsonb_array_elements(i.lines) as l where i."order" is not null and (l.value->>2)::bigint > 0;
        perform loyalty.save_v1(a);
      end if;
    end if;
    owner_id := a.owner_id; available := a.available; pending := a.pending; held := a.held; debt := a.debt; lifetime := a.lifetime;
    return next;
  end loop;
end $$;
