import type { Segment, SegmentMember } from '@wafa/contract';
import { App, Button, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useAct, useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { reasonText, useFormat, useText } from '../../../shared/hooks.ts';
import { EmptyState } from '../../../shared/ui/states.tsx';
import { useTiers } from '../../customers/parts/tiers.ts';
import { DataTable } from '../../shared/data-table.tsx';
import { Glyph } from '../../shared/glyph.tsx';
import { usePaging } from '../../shared/paging.ts';
import { useStore } from '../../shared/store.ts';
import { MemberLink } from '../parts/member-link.tsx';
import { AddMembers } from './add-members.tsx';

/** Who is in a segment, since when and why; of a manual one members are put in and taken out here. */
export function Members({ segment }: { segment: Segment }) {
  const text = useText();
  const { may } = useStore();
  const { page, limit, onPage } = usePaging();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [adding, setAdding] = useState(false);
  const byHand = segment.kind === 'manual' && !segment.archivedAt && may('segments.edit');
  const read = useRead(endpoints.segments.members, {
    key: segment.key,
    page,
    limit,
  });
  return (
    <>
      {byHand ? (
        <div className="flex flex-wrap items-center gap-3 pb-3">
          <Button type="primary" icon={<Glyph name="plus" />} onClick={() => setAdding(true)}>
            {text('console.segments.add_members')}
          </Button>
          {chosen.length > 0 ? (
            <TakeOut segment={segment} chosen={chosen} onDone={() => setChosen([])} />
          ) : null}
        </div>
      ) : null}
      <DataTable
        label={text('console.segments.tab_members')}
        read={read}
        rows={({ members }) => members}
        columns={useColumns()}
        rowKey={({ customerId }) => customerId}
        onPage={onPage}
        {...(byHand ? { selection: { keys: chosen, onChange: setChosen } } : {})}
        empty={
          <EmptyState icon="user" title={text('console.segments.no_members')}>
            {text(
              byHand
                ? 'console.segments.no_members_manual'
                : segment.evaluatedAt || segment.archivedAt
                  ? 'console.segments.no_members_text'
                  : 'console.segments.no_members_yet',
            )}
          </EmptyState>
        }
      />
      {adding ? <AddMembers segment={segment} onClose={() => setAdding(false)} /> : null}
    </>
  );
}

/** Takes the chosen members out, and puts them back from the message. */
function TakeOut(props: { segment: Segment; chosen: readonly string[]; onDone: () => void }) {
  const { segment, chosen, onDone } = props;
  const text = useText();
  const { message } = App.useApp();
  const { act, busy } = useAct(endpoints.segments.changeMembers, ['customers']);
  const change = async (input: { add?: string[]; remove?: string[] }) => {
    const { error } = await act({ key: segment.key, ...input });
    if (error) message.error(reasonText(text, error));
    return error === undefined;
  };
  return (
    <>
      <Button
        loading={busy}
        onClick={async () => {
          const gone = [...chosen];
          if (!(await change({ remove: gone }))) return;
          onDone();
          const told = `out-${segment.key}`;
          message.success({
            key: told,
            duration: 8,
            content: (
              <span className="inline-flex items-center gap-2">
                {text('console.segments.taken_out', { count: gone.length })}
                <Button
                  type="link"
                  size="small"
                  onClick={async () => {
                    message.destroy(told);
                    await change({ add: gone });
                  }}
                >
                  {text('console.segments.undo')}
                </Button>
              </span>
            ),
          });
        }}
      >
        {text('console.segments.take_out', { count: chosen.length })}
      </Button>
      <Button type="link" onClick={onDone}>
        {text('customers.choose_none')}
      </Button>
    </>
  );
}

function useColumns(): TableColumnsType<SegmentMember> {
  const text = useText();
  const { language, ago, date, money, number } = useFormat();
  const { currency } = useStore();
  const { nameOfTier } = useTiers();
  return [
    { title: text('customers.name'), render: (_, member) => <MemberLink member={member} /> },
    {
      title: text('console.segments.why'),
      render: (_, { why }) => (
        <span className="block max-w-[44ch] whitespace-normal">
          <bdi>{why.sentence[language]}</bdi>
        </span>
      ),
    },
    {
      title: text('console.segments.since'),
      render: (_, { since }) => <time dateTime={since}>{date(since)}</time>,
    },
    { title: text('loyalty.tier'), render: (_, { tier }) => (tier ? nameOfTier(tier) : '–') },
    { title: text('customers.orders'), align: 'end', render: (_, { totalOrders }) => number(totalOrders) },
    {
      title: text('customers.spent'),
      align: 'end',
      render: (_, { totalSpent }) => <bdi className="font-semibold">{money(totalSpent, currency)}</bdi>,
    },
    {
      title: text('customers.last_visit'),
      render: (_, { lastVisitAt }) =>
        lastVisitAt ? (
          <time dateTime={lastVisitAt} title={date(lastVisitAt, 'moment')}>
            {ago(lastVisitAt)}
          </time>
        ) : (
          text('customers.no_visit')
        ),
    },
  ];
}
