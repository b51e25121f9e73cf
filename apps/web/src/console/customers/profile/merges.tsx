import type { Customer, Merge } from '@wafa/contract';
import { App, Button } from 'antd';
import { useAct, useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { failureText, useFormat, useLanguage, useText } from '../../../shared/hooks.ts';
import { EmptyState, Pending } from '../../../shared/ui/states.tsx';
import { Glyph } from '../../shared/glyph.tsx';
import { useStore } from '../../shared/store.ts';
import { everyModule } from '../merging/merge.tsx';
import { nameOf } from '../parts/names.ts';
import { CardNumber } from '../parts/person.tsx';

/** Who was merged into this customer, newest first, each to be taken back. */
export function MergesTab({ customer }: { customer: Customer }) {
  const text = useText();
  const { data, error, refetch } = useRead(endpoints.customers.merges, { customerId: customer.id });
  if (!data) return <Pending error={error} retry={refetch} rows={2} />;
  if (data.merges.length === 0) {
    return (
      <EmptyState icon="user" title={text('merging.empty')}>
        {text('merging.empty_text')}
      </EmptyState>
    );
  }
  return (
    <ul aria-label={text('profile.tab.merges')} className="panel px-4">
      {data.merges.map((merge) => (
        <MergeRow key={merge.id} merge={merge} />
      ))}
    </ul>
  );
}

function MergeRow({ merge }: { merge: Merge }) {
  const text = useText();
  const language = useLanguage();
  const { date } = useFormat();
  const { may } = useStore();
  const { message, modal } = App.useApp();
  const { act } = useAct(endpoints.customers.unmerge, everyModule);
  const name = nameOf(language, merge.from);
  const undo = () =>
    modal.confirm({
      title: text('merging.undo'),
      content: text('merging.undo_text', { name }),
      okText: text('merging.undo'),
      onOk: async () => {
        const { error } = await act({ mergeId: merge.id });
        if (error) message.error(failureText(text, error));
        else message.success(text('merging.undone'));
      },
    });
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 border-t border-line py-3 first:border-0">
      <div className="grid">
        <b className="font-semibold">
          <bdi>{name}</bdi>
        </b>
        <CardNumber number={merge.from.cardNumber} />
        <span className="text-12 text-soft">
          {merge.undoneAt
            ? text('merging.undone_at', { date: date(merge.undoneAt, 'moment') })
            : text('merging.merged_at', { date: date(merge.mergedAt, 'moment') })}
        </span>
        {merge.reason ? <span dir="auto">{merge.reason}</span> : null}
      </div>
      {merge.undoneAt || !may('customers.merge') ? null : merge.undoable ? (
        <Button icon={<Glyph name="undo" />} onClick={undo}>
          {text('merging.undo')}
        </Button>
      ) : (
        <span className="text-12 text-soft">{text('merging.newest_first')}</span>
      )}
    </li>
  );
}
