import type { ApiFailure } from '@wafa/client';
import type { contract, OutputOf } from '@wafa/contract';
import { lazy, Suspense, useState } from 'react';
import { useAct, useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Done, Refusal } from '../../shared/ui/notice.tsx';
import { Points } from '../../shared/ui/points.tsx';
import { SectionHeading } from '../../shared/ui/section.tsx';
import { Sheet } from '../../shared/ui/sheet.tsx';

const Give = lazy(() => import('./give.tsx'));

type Programme = OutputOf<typeof contract.loyalty.status>['programs'][number];

/** The programmes of the store: joined, left or open to join; where allowed, points can be given away. */
export function Programmes() {
  const text = useText();
  const { data } = useRead(endpoints.loyalty.status, {});
  const [leaving, setLeaving] = useState<Programme | null>(null);
  if (!data || data.programs.length === 0) return null;
  return (
    <section aria-labelledby="programmes">
      <SectionHeading id="programmes">
        {text(data.programs.length > 1 ? 'loyalty.programmes' : 'loyalty.membership')}
      </SectionHeading>
      <ul className="panel px-4">
        {data.programs.map((programme) => (
          <Row key={programme.programId} programme={programme} onLeave={() => setLeaving(programme)} />
        ))}
      </ul>
      {leaving ? <Leave programme={leaving} onClose={() => setLeaving(null)} /> : null}
    </section>
  );
}

function Row({ programme, onLeave }: { programme: Programme; onLeave: () => void }) {
  const text = useText();
  const { language } = useFormat();
  const { act, busy } = useAct(endpoints.loyalty.joinProgram);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const { membership, available } = programme;
  const join = async () => setFailure((await act({ programId: programme.programId })).error ?? null);
  return (
    <li className="border-t border-line py-3 first:border-0">
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        <span className="min-w-0">
          <span className="block font-semibold">
            <bdi>{programme.name[language]}</bdi>
          </span>
          <span className="block text-12 text-soft">
            {membership === 'none' ? (
              text('loyalty.not_member')
            ) : (
              <>
                {text(membership === 'left' ? 'loyalty.left' : 'loyalty.member')} ·{' '}
                <Points value={available} />
              </>
            )}
          </span>
        </span>
        {membership === 'open' ? (
          <Button look="link" className="!text-soft" onClick={onLeave}>
            {text('loyalty.leave')}
          </Button>
        ) : (
          <Button look="link" busy={busy} onClick={join}>
            {text('loyalty.join')}
          </Button>
        )}
      </div>
      <Refusal failure={failure} />
    </li>
  );
}

function Leave({ programme, onClose }: { programme: Programme; onClose: () => void }) {
  const text = useText();
  const { language } = useFormat();
  const { act, busy } = useAct(endpoints.loyalty.leaveProgram);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  async function leave(): Promise<void> {
    const { data, error } = await act({ programId: programme.programId });
    if (data) onClose();
    else setFailure(error ?? null);
  }
  return (
    <Sheet title={text('loyalty.leave_ask', { programme: programme.name[language] })} onClose={onClose}>
      <p className="text-16 text-soft">{text('loyalty.leave_text')}</p>
      <Refusal failure={failure} />
      <div className="flex flex-wrap gap-3">
        <Button look="danger" busy={busy} onClick={leave}>
          {text('loyalty.leave_sure')}
        </Button>
        <Button onClick={onClose}>{text('action.cancel')}</Button>
      </div>
    </Sheet>
  );
}

/** The way to give points to somebody else, where the default programme allows it. */
export function GivePoints({ available }: { available: number }) {
  const text = useText();
  const { data } = useRead(endpoints.loyalty.status, {});
  const [open, setOpen] = useState(false);
  const [given, setGiven] = useState<number | null>(null);
  const allowed = data?.programs.some((programme) => programme.transfers && programme.membership === 'open');
  return (
    <>
      <Done>
        {given === null
          ? null
          : text('loyalty.given_away', { points: text('points.count', { count: given }) })}
      </Done>
      {allowed && available > 0 ? (
        <Button className="mt-4" onClick={() => setOpen(true)}>
          {text('loyalty.give')}
        </Button>
      ) : null}
      {open ? (
        <Suspense fallback={null}>
          <Give
            available={available}
            onClose={() => setOpen(false)}
            onGiven={(points) => {
              setOpen(false);
              setGiven(points);
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}
