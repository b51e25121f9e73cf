-- After un-merging: what each of the two earned and spent on the other's account since the merge is made
-- good between them, programme by programme, by the customer who was shown (presented_id). A transfer moves
-- the difference, soonest-expiring lot first; what the giver does not have becomes a named debt of theirs,
-- and the other gets it all the same, in a lot that lives as long as points that come back do.
--
-- p_presented: the ids that were shown for p_from. p_starts: {account: sequence} of both when they were
-- merged; later entries count. Entries that no card stands behind (expiry, repayments) stay where they fell.
create or replace function loyalty.separate_v1(p_store uuid, p_now timestamptz, p_merge uuid, p_from uuid, p_into uuid,
  p_presented uuid[], p_starts jsonb, p_id uuid, p_salt bytea)
returns table (programme_id uuid, points bigint, owed bigint)
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare
  r record;
  v_mine uuid[];
  v_to uuid;
  v_item jsonb;
  v_act uuid;
begin
  perform from loyalty.accounts t
    where t.store_id = p_store and t.owner_id in (p_from, p_into) order by t.id for no key update;
  for r in
    select a.programme_id, row_number() over (order by a.programme_id)::integer as nth,
           -- What is p_from's on the other's accounts, less what is the other's on theirs.
           sum(case when a.owner_id = p_into and e.presented_id = any (p_presented) then e.amount
                    when a.owner_id = p_from and e.presented_id <> all (p_presented) then -e.amount
                    else 0 end)::bigint as due
      from loyalty.accounts a
     cross join lateral (
       select t.presented_id, t.amount from loyalty.entries t
        where t.store_id = p_store and t.account_id = a.id
          and t.sequence > coalesce((p_starts->>a.id::text)::bigint, 0) and t.presented_id is not null offset 0) as e
     where a.store_id = p_store and a.owner_id in (p_from, p_into)
     group by a.programme_id
     order by a.programme_id
  loop
    continue when r.due = 0;
    select array_agg(a.id order by a.id) filter (where a.owner_id = case when r.due > 0 then p_into else p_from end),
           min(a.id::text) filter (where a.owner_id = case when r.due > 0 then p_from else p_into end)::uuid
      into v_mine, v_to
      from loyalty.accounts a
     where a.store_id = p_store and a.owner_id in (p_from, p_into) and a.programme_id = r.programme_id;
    -- A programme in which the other has no account: nothing can be told apart there.
    continue when v_to is null or v_mine is null;
    v_act := loyalty.derived_id_v1(p_id, r.nth);
    perform loyalty.ready_v1(p_store, v_mine || v_to, p_now, v_act, p_salt);
    programme_id := r.programme_id; points := abs(r.due);
    owed := greatest(0, points - (loyalty.balance_v1(p_store, v_mine)).available);
    v_item := jsonb_build_object('id', v_act, 'salt', encode(loyalty.derived_salt_v1(p_salt, v_act), 'hex'), 'occurred', p_now,
      'points', points - owed, 'details',
      json_build_object('reason', json_build_object('rule', 'unmerge', 'merge', p_merge))::text);
    if points > owed then
      perform loyalty.move_v1(p_store, p_now, v_item, v_mine, v_to,
                              loyalty.business_key_v1('internal', 'wafa', v_act::text, 0));
    end if;
    if owed > 0 then
      perform loyalty.owe_v1(p_store, p_now, v_item || jsonb_build_object('id', loyalty.derived_id_v1(v_act, -4)),
                             p_merge, v_mine[1], v_to, owed);
    end if;
    return next;
  end loop;
end $$;

-- p_points that the giver does not have: a debt of theirs that names the merge, and a lot of the receiver's.
create or replace function loyalty.owe_v1(p_store uuid, p_now timestamptz, p_item jsonb, p_merge uuid, p_from uuid,
                                          p_to uuid, p_points bigint) returns void
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  a loyalty.accounts;
  v_id uuid := (p_item->>'id')::uuid;
  v_to_id uuid := loyalty.derived_id_v1(v_id, 1);
  v_salt bytea := decode(p_item->>'salt', 'hex');
  v_key bytea := loyalty.business_key_v1('internal', 'wafa', v_id::text, 0);
begin
  select * into a from loyalty.accounts t where t.store_id = p_store and t.id = p_from;
  a.debt := a.debt + p_points;
  a := loyalty.append_v1(a, p_now, v_id, loyalty.derived_salt_v1(v_salt, v_id), 'transfer', -p_points, p_to, p_now, v_key,
    p_item->>'details', '{}', '{}');
  perform loyalty.save_v1(a);
  -- What it is owed for is the merge: there is neither an order nor a refund.
  insert into loyalty.debts (store_id, id, account_id, order_id, refund_id, amount, created_at, sequence)
  values (p_store, v_id, p_from, p_merge, p_merge, p_points, p_now, a.sequence);

  select * into a from loyalty.accounts t where t.store_id = p_store and t.id = p_to;
  insert into loyalty.lots (store_id, id, account_id, entry_id, issued, remaining, is_pending, available_from, expires_at)
  select p_store, v_to_id, p_to, v_to_id, p_points, p_points, false, p_now, p_now + make_interval(days => p.return_days)
    from loyalty.programmes p where p.store_id = p_store and p.id = a.programme_id;
  a.available := a.available + p_points;
  a := loyalty.append_v1(a, p_now, v_to_id, loyalty.derived_salt_v1(v_salt, v_to_id), 'transfer', p_points, p_from, p_now,
    v_key, p_item->>'details', array[v_to_id], array[p_points]);
  a := loyalty.settle_v1(a, p_now, loyalty.derived_id_v1(v_to_id, -2),
    loyalty.derived_salt_v1(v_salt, loyalty.derived_id_v1(v_to_id, -2)), p_now);
  perform loyalty.save_v1(a);
end $$;
