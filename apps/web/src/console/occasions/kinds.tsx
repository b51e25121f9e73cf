import type { OccasionSettings } from '@wafa/contract';
import { Button } from 'antd';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Pending } from '../../shared/ui/states.tsx';
import { useAddress } from '../shared/address.ts';
import { Mark } from '../shared/mark.tsx';
import { Side } from '../shared/side.tsx';
import { useStore } from '../shared/store.ts';
import { KindForm } from './kind-form.tsx';
import { Preview } from './preview.tsx';

/** How the store celebrates: one panel a kind, and what a date would bring by it. */
export function Kinds() {
  const { language } = useFormat();
  const { values, change } = useAddress();
  const { data, error, refetch } = useRead(endpoints.occasions.kinds, {});
  if (!data) return <Pending error={error} retry={refetch} rows={6} />;
  const open = data.kinds.find(({ kind }) => kind === values.open);
  return (
    <div className="grid items-start gap-4 desk:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="grid gap-4">
        {data.kinds.map((kind) => (
          <KindPanel key={kind.kind} kind={kind} onEdit={() => change({ open: kind.kind })} />
        ))}
      </div>
      <Preview />
      {open ? (
        <Side title={open.name[language]} size={640} onClose={() => change({ open: null })}>
          <KindForm key={open.updatedAt} kind={open} onSaved={() => change({ open: null })} />
        </Side>
      ) : null}
    </div>
  );
}

function KindPanel({ kind, onEdit }: { kind: OccasionSettings; onEdit: () => void }) {
  const text = useText();
  const { language, number } = useFormat();
  const { may } = useStore();
  const facts: [string, string][] = [
    ['days_before', number(kind.daysBefore)],
    ['days_after', number(kind.daysAfter)],
    [
      'message',
      kind.messageDaysBefore === null
        ? text('console.occasions.never')
        : text('console.occasions.message_days', { days: kind.messageDaysBefore }),
    ],
    ['gifts', kind.gifts.length === 0 ? text('console.occasions.no_gift') : number(kind.gifts.length)],
    ...(kind.kind === 'own' ? ([['most', number(kind.maxPerCustomer)]] as [string, string][]) : []),
  ];
  return (
    <section className="panel p-4" aria-label={kind.name[language]}>
      <div className="flex flex-wrap items-center justify-between gap-3 pb-3">
        <h2 className="flex flex-wrap items-center gap-3 text-16 font-semibold">
          <bdi>{kind.name[language]}</bdi>
          <Mark look={kind.isActive ? 'good' : 'quiet'}>
            {text(kind.isActive ? 'console.occasions.on' : 'console.occasions.off')}
          </Mark>
        </h2>
        {may('occasions.edit') ? <Button onClick={onEdit}>{text('console.occasions.edit')}</Button> : null}
      </div>
      <dl className="grid gap-x-6 gap-y-2 min-[40rem]:grid-cols-2">
        {facts.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-3 border-b border-line pb-1">
            <dt className="text-soft">{text(`console.occasions.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
