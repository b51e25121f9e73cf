-- Refunds, both ways. Of each line, points are undone up to floor(points * refunded so far / total),
-- less what earlier refunds undid: exact at the full refund, whatever the parts and their order. Rules
-- are not run again. Redeemed points return first, then earned points are taken: from the order's own
-- lot, from what of it expired (counted as taken, moving nothing), from other available lots,
-- soonest-expiring first; never from held ones. The rest becomes a debt that names the refund.
-- Refunds are few against credits, so this goes item by item.
--
-- Item: {n, id, refund, order, source, source_id, occurred, salt (hex), fingerprint (hex),
--        lines: [[line no, refunded so far], ...]}
create or replace function loyalty.reverse_v1(p_store uuid, p_now timestamptz, p_time_zone text, p_items jsonb)
returns table (n integer, status text, account_id uuid, owner_id uuid, taken bigint, returned bigint, owed bigint,
  available bigint, pending bigint, held bigint, debt bigint, lifetime bigint)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  i record;
  e record;
  a loyalty.accounts;
  v_known loyalty.keys;
  v_entry uuid;
  v_salt bytea;
  v_debt bigint;
  v_nth integer;
  v_accounts uuid[];
begin
  -- The ids first, apart: as one statement it goes over all accounts of the store and expands the items for
  -- each (0.5 s a call at 1,100 accounts). Points that come into being after this are left alone below, since
  -- their account is not locked: the refund came before them.
  select array_agg(distinct p.account_id) into v_accounts
    from jsonb_array_elements(p_items) as x
   cross join lateral (
     select t.account_id from loyalty.order_points t
      where t.store_id = p_store and t.order_id = (x.value->>'order')::uuid offset 0) as p;
  perform from loyalty.accounts t
    where t.store_id = p_store and t.id = any (v_accounts)
    order by t.id for no key update;
  for i in
    select * from jsonb_to_recordset(p_items) as r(n integer, id uuid, refund uuid, "order" uuid, source text,
      source_id text, occurred timestamptz, salt text, fingerprint text, lines jsonb) order by r.n
  loop
    n := i.n; taken := 0; returned := 0; owed := 0; v_nth := 0;
    a := null;
    select p.account_id into account_id from loyalty.order_points p
     where p.store_id = p_store and p.order_id = i."order" and p.account_id = any (v_accounts)
     order by p.entry_id limit 1;
    insert into loyalty.keys (store_id, kind, source, source_id, line, fingerprint, id, account_id, points)
    values (p_store, 'reversal', i.source, i.source_id, 0, decode(i.fingerprint, 'hex'), i.id, account_id, 0)
    on conflict do nothing;
    if not found then
      select * into v_known from loyalty.keys k
       where k.store_id = p_store and k.kind = 'reversal' and k.source = i.source and k.source_id = i.source_id
         and k.line = 0;
      if v_known.fingerprint = decode(i.fingerprint, 'hex') then
        status := 'duplicate'; taken := v_known.points; returned := v_known.returned; owed := v_known.debt;
        account_id := v_known.account_id;
      else
        status := 'conflict';
      end if;
    else
      status := 'reversed';
      for e in
        with asked as (
          select (l.value->>0)::integer as line_no, max((l.value->>1)::numeric) as refunded
            from jsonb_array_elements(i.lines) as l group by 1
        ), due as (
          -- Of a redemption over several accounts the target is that of the whole; accounts fill up in turn.
          select p.entry_id, p.line_no, p.account_id, p.direction, p.act, p.undone,
                 greatest(p.undone, least(p.points, w.target - (p.upto - p.points)))::bigint as target
            from asked s
           cross join lateral (
             select t.*, coalesce(t.act_id, t.entry_id) as act,
                    sum(t.points) over (partition by coalesce(t.act_id, t.entry_id) order by t.account_id) as upto,
                    sum(t.points) over (partition by coalesce(t.act_id, t.entry_id)) as whole
               from loyalty.order_points t
              where t.store_id = p_store and t.order_id = i."order" and t.line_no = s.line_no
                and t.account_id = any (v_accounts) offset 0) as p
           cross join lateral (
             select case when p.line_total = 0 or s.refunded >= p.line_total then p.whole
                      else div(p.whole * s.refunded, p.line_total) end as target) as w
        ), written as (
          update loyalty.order_points t set undone = d.target
            from due d
           where t.store_id = p_store and t.order_id = i."order" and t.entry_id = d.entry_id and t.line_no = d.line_no
             and d.target > d.undone
        )
        select d.account_id, d.entry_id, d.direction, sum(d.target - d.undone)::bigint as points
          from due d where d.target > d.undone
         group by 1, 2, 3, d.act order by d.direction desc, d.act, d.account_id
      loop
        v_entry := loyalty.derived_id_v1(i.id, v_nth);
        v_salt := loyalty.derived_salt_v1(decode(i.salt, 'hex'), v_entry);
        v_nth := v_nth + 1;
        perform loyalty.mature_v1(p_store, e.account_id, p_now, sha256(v_salt));
        if e.direction = 'redeemed' then
          perform loyalty.give_back_v1(p_store, e.account_id, p_now, v_entry, v_salt, e.entry_id, e.points,
                                       i."order", i.refund, i.occurred);
          returned := returned + e.points;
        else
          v_debt := loyalty.take_back_v1(p_store, e.account_id, p_now, p_time_zone, v_entry, v_salt, e.entry_id,
                                         e.points, i."order", i.refund, i.occurred);
          taken := taken + e.points;
          owed := owed + v_debt;
        end if;
      end loop;
      if taken + returned > 0 then
        update loyalty.keys k set points = taken, returned = reverse_v1.returned, debt = owed
         where k.store_id = p_store and k.kind = 'reversal' and k.source = i.source and k.source_id = i.source_id
           and k.line = 0;
      end if;
    end if;
    select * into a from loyalty.accounts t where t.store_id = p_store and t.id = account_id;
    owner_id := a.owner_id; available := a.available; pending := a.pending; held := a.held; debt := a.debt;
    lifetime := a.lifetime;
    return next;
  end loop;
end $$;

-- Takes p_points of a credit back; returns what had to become debt. Lots that were over when the refund
-- happened expire first, so that the end does not depend on whether the job has come by; a lot that was
-- alive then is taken from even if its time is over now (an import of old orders).
create or replace function loyalty.take_back_v1(
  p_store uuid, p_account uuid, p_now timestamptz, p_time_zone text, p_id uuid, p_salt bytea, p_credit uuid,
  p_points bigint, p_order uuid, p_refund uuid, p_occurred timestamptz) returns bigint
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  a loyalty.accounts;
  own loyalty.lots;
  credit loyalty.entries;
  r record;
  v_left bigint := p_points;
  v_part bigint;
  v_forgiven bigint := 0;
  v_lots uuid[] := '{}';
  v_deltas bigint[] := '{}';
begin
  select * into credit from loyalty.entries t where t.store_id = p_store and t.id = p_credit;
  select * into own from loyalty.lots t where t.store_id = p_store and t.id = p_credit;
  if own.remaining - own.held < v_left then
    perform loyalty.expire_v1(p_store, p_now, least(p_occurred, p_now), array[p_account], 0,
                              loyalty.derived_id_v1(p_id, -1), sha256(p_salt));
    select * into own from loyalty.lots t where t.store_id = p_store and t.id = p_credit;
  end if;
  select * into a from loyalty.accounts t where t.store_id = p_store and t.id = p_account;

  v_part := least(v_left, own.remaining - own.held);
  if v_part > 0 then
    v_lots := array[own.id];
    v_deltas := array[-v_part];
    v_left := v_left - v_part;
    if own.is_pending then
      a.pending := a.pending - v_part;
    else
      a.available := a.available - v_part;
    end if;
  end if;
  v_forgiven := least(v_left, own.expired - own.forgiven);
  v_left := v_left - v_forgiven;
  update loyalty.lots t set remaining = t.remaining - v_part, forgiven = t.forgiven + v_forgiven
   where t.store_id = p_store and t.id = own.id;
  if v_left > 0 and a.available > 0 then
    for r in
      select l.id, l.remaining - l.held as free from loyalty.lots l
       where l.store_id = p_store and l.account_id = p_account and l.remaining > 0 and l.remaining > l.held
         and not l.is_pending
       order by l.expires_at, l.id
    loop
      v_part := least(v_left, r.free);
      update loyalty.lots t set remaining = t.remaining - v_part where t.store_id = p_store and t.id = r.id;
      v_lots := v_lots || r.id;
      v_deltas := v_deltas || -v_part;
      a.available := a.available - v_part;
      v_left := v_left - v_part;
      exit when v_left = 0;
    end loop;
  end if;
  a.debt := a.debt + v_left;
  a.lifetime := a.lifetime - p_points;
  if credit.kind <> 'opening' then
    update loyalty.qualifying_days d set points = d.points - p_points
     where d.store_id = p_store and d.account_id = p_account
       and d.day = (credit.occurred_at at time zone p_time_zone)::date;
  end if;
  if p_points > v_forgiven then
    a := loyalty.append_v1(a, p_now, p_id, p_salt, 'reverse', v_forgiven - p_points,
      '00000000-0000-8000-8000-000000000001', p_occurred, loyalty.business_key_v1('internal', 'wafa', p_id::text, 0),
      json_build_object('number', loyalty.order_number_v1(p_store, p_credit), 'reason', json_build_object('rule', 'refund',
        'refundId', p_refund, 'taken', p_points, 'expired', v_forgiven, 'debt', v_left))::text,
      v_lots, v_deltas, p_order, credit.location_id, credit.presented_id);
  end if;
  if v_left > 0 then
    insert into loyalty.debts (store_id, id, account_id, order_id, refund_id, amount, created_at, sequence)
    values (p_store, p_id, p_account, p_order, p_refund, v_left, p_now, a.sequence);
  end if;
  perform loyalty.save_v1(a);
  return v_left;
end $$;

-- Gives p_points of a redemption back to the lots that it took (return_to_lots_v1); debts are repaid first.
create or replace function loyalty.give_back_v1(
  p_store uuid, p_account uuid, p_now timestamptz, p_id uuid, p_salt bytea, p_redemption uuid, p_points bigint,
  p_order uuid, p_refund uuid, p_occurred timestamptz) returns void
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  a loyalty.accounts;
  redemption loyalty.entries;
  v_upto bigint;
  v_id uuid;
  v_lots uuid[];
  v_deltas bigint[];
begin
  select * into a from loyalty.accounts t where t.store_id = p_store and t.id = p_account;
  select * into redemption from loyalty.entries t where t.store_id = p_store and t.id = p_redemption;
  select sum(p.undone) into v_upto from loyalty.order_points p
   where p.store_id = p_store and p.order_id = p_order and p.entry_id = p_redemption;
  select r.lots, r.deltas into v_lots, v_deltas
    from loyalty.return_to_lots_v1(a, p_now, p_redemption, v_upto - p_points, v_upto) as r;
  a.available := a.available + p_points;
  a := loyalty.append_v1(a, p_now, p_id, p_salt, 'return', p_points, '00000000-0000-8000-8000-000000000002',
    p_occurred, loyalty.business_key_v1('internal', 'wafa', p_id::text, 0),
    json_build_object('number', loyalty.order_number_v1(p_store, p_redemption), 'reason', json_build_object('rule', 'refund',
      'refundId', p_refund, 'returned', p_points))::text,
    v_lots, v_deltas, p_order, redemption.location_id, redemption.presented_id);
  v_id := loyalty.derived_id_v1(p_id, -2);
  a := loyalty.settle_v1(a, p_now, v_id, loyalty.derived_salt_v1(p_salt, v_id), p_now);
  perform loyalty.save_v1(a);
end $$;

-- The order's id in its source system, from the details of an entry; null where they were erased.
create or replace function loyalty.order_number_v1(p_store uuid, p_entry uuid) returns text
language plpgsql stable set enable_seqscan = off as $$
begin
  return (select convert_from(d.bytes, 'UTF8')::json->>'number' from loyalty.entry_details d
           where d.store_id = p_store and d.entry_id = p_entry);
end $$;
