import { type Customer, customersProfileContract, type Note } from '@wafa/contract';
import { App, Button, Form, Input, Pagination } from 'antd';
import { useAct, useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { failureText, useFormat, useText } from '../../../shared/hooks.ts';
import { EmptyState, Pending } from '../../../shared/ui/states.tsx';
import { ContractForm } from '../../shared/contract-form.tsx';
import { Mark } from '../../shared/mark.tsx';
import { usePaging } from '../../shared/paging.ts';
import { useStore } from '../../shared/store.ts';

/** What the team wrote about the customer, pinned notes first. */
export function NotesTab({ customer }: { customer: Customer }) {
  const text = useText();
  const { may } = useStore();
  const { page, limit, onPage } = usePaging();
  const { data, error, refetch } = useRead(endpoints.customers.notes, {
    customerId: customer.id,
    page,
    limit,
  });
  if (!data) return <Pending error={error} retry={refetch} rows={3} />;
  return (
    <section aria-label={text('profile.tab.notes')} className="grid gap-4">
      {may('customers.edit') && customer.status !== 'closed' ? <WriteNote customerId={customer.id} /> : null}
      {data.total === 0 ? (
        <EmptyState icon="receipt" title={text('profile.notes_empty')}>
          {text('profile.notes_empty_text')}
        </EmptyState>
      ) : (
        <ul className="panel px-4">
          {data.notes.map((note) => (
            <NoteRow key={note.id} customerId={customer.id} note={note} />
          ))}
        </ul>
      )}
      <Pagination hideOnSinglePage current={page} pageSize={limit} total={data.total} onChange={onPage} />
    </section>
  );
}

function WriteNote({ customerId }: { customerId: string }) {
  const text = useText();
  const [form] = Form.useForm();
  const { act } = useAct(endpoints.customers.addNote);
  return (
    <ContractForm
      form={form}
      schema={customersProfileContract.addNote.body!}
      send={text('profile.note_add')}
      collect={({ text: words }) => ({ text: words ?? '' })}
      submit={async (note) => {
        const { error } = await act({ customerId, ...note });
        if (error) return error;
        form.resetFields();
      }}
    >
      <Form.Item name="text" label={text('profile.note_write')} extra={text('profile.note_hint')}>
        <Input.TextArea dir="auto" rows={3} maxLength={4000} />
      </Form.Item>
    </ContractForm>
  );
}

function NoteRow({ customerId, note }: { customerId: string; note: Note }) {
  const text = useText();
  const { date } = useFormat();
  const { may } = useStore();
  const { message, modal } = App.useApp();
  const change = useAct(endpoints.customers.changeNote);
  const remove = useAct(endpoints.customers.removeNote);
  const at = { customerId, noteId: note.id };
  const say = (error: Parameters<typeof failureText>[1] | undefined) =>
    error && message.error(failureText(text, error));
  return (
    <li className="grid gap-1 border-t border-line py-3 first:border-0">
      <p dir="auto" className="whitespace-pre-wrap break-words">
        {note.text}
      </p>
      <div className="flex flex-wrap items-center gap-x-3 text-12 text-soft">
        {note.pinned ? <Mark look="warn">{text('profile.note_pinned')}</Mark> : null}
        <span>{text(note.own ? 'profile.note_own' : 'profile.note_team')}</span>
        <time dateTime={note.createdAt}>{date(note.createdAt, 'moment')}</time>
        {may('customers.edit') ? (
          <Button
            type="link"
            size="small"
            loading={change.busy}
            onClick={async () => say((await change.act({ ...at, pinned: !note.pinned })).error)}
          >
            {text(note.pinned ? 'profile.note_unpin' : 'profile.note_pin')}
          </Button>
        ) : null}
        {(note.own && may('customers.edit')) || may('customers.erase') ? (
          <Button
            type="link"
            size="small"
            danger
            onClick={() =>
              modal.confirm({
                title: text('profile.note_remove'),
                content: text('profile.note_remove_text'),
                okText: text('profile.note_remove'),
                okButtonProps: { danger: true },
                onOk: async () => say((await remove.act(at)).error),
              })
            }
          >
            {text('profile.note_remove')}
          </Button>
        ) : null}
      </div>
    </li>
  );
}
