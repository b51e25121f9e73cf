import type { contract, OutputOf, Segment } from '@wafa/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { EmptyState, Pending } from '../../../shared/ui/states.tsx';
import { Mark } from '../../shared/mark.tsx';
import { MemberLink } from '../parts/member-link.tsx';

type Movement = OutputOf<typeof contract.segments.history>['movements'][number];

/** Who came and who went, newest first; read on at its end. */
export function History({ segment }: { segment: Segment }) {
  const text = useText();
  return (
    <section className="panel px-4" aria-label={text('console.segments.tab_history')}>
      <Part segment={segment.key} cursor={undefined} />
    </section>
  );
}

/** A part of the history, and the next one below it once it is asked for. */
function Part({ segment, cursor }: { segment: string; cursor: string | undefined }) {
  const text = useText();
  const [goesOn, setGoesOn] = useState(false);
  const { data, error, refetch } = useRead(endpoints.segments.history, {
    key: segment,
    limit: 30,
    ...(cursor ? { cursor } : {}),
  });
  if (!data) return <Pending error={error} retry={refetch} rows={5} />;
  if (data.movements.length === 0 && !cursor) {
    return (
      <EmptyState icon="clock" title={text('console.segments.no_history')}>
        {text('console.segments.no_history_text')}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="divide-y divide-line">
        {data.movements.map((movement) => (
          <Row key={movement.id} movement={movement} />
        ))}
      </ul>
      {data.nextCursor && goesOn ? <Part segment={segment} cursor={data.nextCursor} /> : null}
      {data.nextCursor && !goesOn ? (
        <p className="border-t border-line py-3">
          <Button onClick={() => setGoesOn(true)}>{text('action.more')}</Button>
        </p>
      ) : null}
    </>
  );
}

function Row({ movement }: { movement: Movement }) {
  const text = useText();
  const { ago, date } = useFormat();
  const { kind, at, since, cause } = movement;
  return (
    <li className="grid grid-cols-[7rem_minmax(0,1fr)_auto] items-center gap-3 py-2">
      <span>
        <Mark look={kind === 'entered' ? 'good' : 'quiet'}>{text(`console.segments.move_${kind}`)}</Mark>
      </span>
      <MemberLink member={movement} />
      <span className="text-end">
        <time dateTime={at} title={date(at, 'moment')}>
          {ago(at)}
        </time>
        <span className="block text-12 text-soft">
          {[
            cause ? text(`console.segments.by_${cause}`) : null,
            since ? text('console.segments.was_in_since', { day: date(since) }) : null,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
    </li>
  );
}
