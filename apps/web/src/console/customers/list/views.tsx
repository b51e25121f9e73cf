import { type CustomerView, customersDirectoryContract } from '@wafa/contract';
import { App, Button, Form, Input, Popover, Switch } from 'antd';
import { useState } from 'react';
import { useAct, useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { failureText, useText } from '../../../shared/hooks.ts';
import { ContractForm } from '../../shared/contract-form.tsx';
import { Glyph } from '../../shared/glyph.tsx';
import { Mark } from '../../shared/mark.tsx';
import { Side } from '../../shared/side.tsx';
import { addressOf, columnsOf, columnsToSave, filterOf } from './filter.ts';
import type { Change } from './filters.tsx';

interface Props {
  values: Readonly<Record<string, string>>;
  change: Change;
}

/** Saved views: filter, order and columns under a name; one's own and those of the team. */
export function Views({ values, change }: Props) {
  const text = useText();
  const [open, setOpen] = useState(false);
  const [saving, setSaving] = useState(false);
  const { data } = useRead(endpoints.customers.views, {});
  if (!data) return null;
  return (
    <>
      <Popover
        trigger="click"
        placement="bottom"
        open={open}
        onOpenChange={setOpen}
        content={
          <div className="grid min-w-56 gap-1">
            {data.views.length === 0 ? <p className="text-soft">{text('customers.views_none')}</p> : null}
            <ul className="grid">
              {data.views.map((view) => (
                <ViewRow
                  key={view.id}
                  view={view}
                  onChoose={() => {
                    change(addressOf(view));
                    setOpen(false);
                  }}
                />
              ))}
            </ul>
            <Button
              onClick={() => {
                setOpen(false);
                setSaving(true);
              }}
            >
              {text('customers.view_save')}
            </Button>
          </div>
        }
      >
        <Button icon={<Glyph name="star" />}>{text('customers.views')}</Button>
      </Popover>
      {saving ? <SaveView values={values} onClose={() => setSaving(false)} /> : null}
    </>
  );
}

function ViewRow({ view, onChoose }: { view: CustomerView; onChoose: () => void }) {
  const text = useText();
  const { message } = App.useApp();
  const { act, busy } = useAct(endpoints.customers.removeView);
  return (
    <li className="flex items-center justify-between gap-2">
      <Button type="link" className="!px-0" onClick={onChoose}>
        <bdi>{view.name}</bdi>
        {view.shared ? <Mark>{text('customers.view_shared_mark')}</Mark> : null}
      </Button>
      {view.own ? (
        <Button
          type="text"
          size="small"
          loading={busy}
          icon={<Glyph name="close" size={16} />}
          aria-label={text('customers.view_remove', { name: view.name })}
          onClick={async () => {
            const { error } = await act({ viewId: view.id });
            if (error) message.error(failureText(text, error));
          }}
        />
      ) : null}
    </li>
  );
}

function SaveView({ values, onClose }: { values: Props['values']; onClose: () => void }) {
  const text = useText();
  const [form] = Form.useForm();
  const { message } = App.useApp();
  const { act } = useAct(endpoints.customers.addView);
  const { sortBy, sortOrder, ...filter } = filterOf(values);
  return (
    <Side title={text('customers.view_save')} size={420} onClose={onClose}>
      <ContractForm
        form={form}
        schema={customersDirectoryContract.addView.body!}
        send={text('action.save')}
        collect={(fields) => ({
          ...fields,
          filter,
          sortBy,
          sortOrder,
          columns: columnsToSave(columnsOf(values)),
        })}
        submit={async (view) => {
          const { error } = await act(view);
          if (error) return error;
          message.success(text('customers.view_saved'));
          onClose();
        }}
      >
        <Form.Item name="name" label={text('customers.view_name')}>
          <Input maxLength={80} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="shared"
          valuePropName="checked"
          label={text('customers.view_shared')}
          extra={text('customers.view_shared_hint')}
        >
          <Switch />
        </Form.Item>
      </ContractForm>
    </Side>
  );
}
