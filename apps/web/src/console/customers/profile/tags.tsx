import type { Customer } from '@wafa/contract';
import { App, AutoComplete, Button } from 'antd';
import { useState } from 'react';
import { useAct, useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { failureText, reasonText, useText } from '../../../shared/hooks.ts';
import { Glyph } from '../../shared/glyph.tsx';
import { useStore } from '../../shared/store.ts';

/** The customer's tags: one added by its word, one taken by its cross. */
export function Tags({ customer }: { customer: Customer }) {
  const text = useText();
  const { may } = useStore();
  const { message } = App.useApp();
  const add = useAct(endpoints.customers.addTag);
  const remove = useAct(endpoints.customers.removeTag);
  const [typed, setTyped] = useState('');
  const mayEdit = may('customers.edit') && customer.status !== 'closed';
  const { data } = useRead(endpoints.customers.tags, { limit: 100 }, { skip: !mayEdit });
  const known = data?.tags.map(({ tag }) => tag).filter((tag) => !customer.tags.includes(tag)) ?? [];
  if (!mayEdit && customer.tags.length === 0) return null;

  async function give(word: string): Promise<void> {
    const tag = word.trim();
    if (!tag) return;
    const { error } = await add.act({ customerId: customer.id, tag });
    if (error) message.error(reasonText(text, error));
    else setTyped('');
  }

  return (
    <section aria-label={text('customers.tags')} className="grid gap-2 border-t border-line pt-4">
      <h2 className="text-soft">{text('customers.tags')}</h2>
      <ul className="flex flex-wrap gap-1.5">
        {customer.tags.map((tag) => (
          <li key={tag} className="flex items-center rounded-small bg-sunken ps-2.5 text-ink">
            <bdi className="py-0.5 pe-2.5">{tag}</bdi>
            {mayEdit ? (
              <button
                type="button"
                className="grid size-7 place-items-center rounded-small text-soft hover:text-ink"
                aria-label={text('profile.tag_remove', { tag })}
                disabled={remove.busy}
                onClick={async () => {
                  const { error } = await remove.act({ customerId: customer.id, tag });
                  if (error) message.error(failureText(text, error));
                }}
              >
                <Glyph name="close" size={14} />
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {mayEdit ? (
        <form
          className="flex gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            give(typed);
          }}
        >
          <AutoComplete
            className="!min-w-0 !flex-1"
            value={typed}
            onChange={setTyped}
            aria-label={text('profile.tag_add')}
            placeholder={text('profile.tag_add')}
            maxLength={50}
            options={known.map((value) => ({ value }))}
            showSearch={{ filterOption: (words, option) => option?.value.includes(words.trim()) ?? false }}
          />
          <Button
            htmlType="submit"
            loading={add.busy}
            disabled={typed.trim() === ''}
            icon={<Glyph name="plus" />}
            aria-label={text('profile.tag_add')}
          />
        </form>
      ) : null}
    </section>
  );
}
