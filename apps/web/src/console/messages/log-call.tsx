import { type Customer, notificationsContract } from '@wafa/contract';
import { App, Form, Input, Radio } from 'antd';
import { useAct } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useText } from '../../shared/hooks.ts';
import { ContractForm } from '../shared/contract-form.tsx';
import { fieldOf, instantOf } from '../shared/moments.ts';
import { Side } from '../shared/side.tsx';
import { useStore } from '../shared/store.ts';

/** A call that took place: who called, when, and what was said. */
export function LogCall({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const text = useText();
  const [form] = Form.useForm();
  const { message } = App.useApp();
  const { timeZone } = useStore();
  const { act } = useAct(endpoints.notifications.communicate, ['activity']);
  return (
    <Side title={text('messages.call')} size={480} onClose={onClose}>
      <ContractForm
        form={form}
        schema={notificationsContract.communicate.body!}
        initial={{ direction: 'in', sentAt: fieldOf(new Date().toISOString(), timeZone) }}
        send={text('messages.call_save')}
        collect={({ direction, message: words, sentAt }) => ({
          type: 'PHONE',
          direction,
          message: words ?? '',
          ...(sentAt ? { sentAt: instantOf(sentAt, timeZone) } : {}),
        })}
        submit={async (call) => {
          const { error } = await act({ customerId: customer.id, ...call });
          if (error) return error;
          message.success(text('messages.call_saved'));
          onClose();
        }}
      >
        <Form.Item name="direction" label={text('messages.call_who')}>
          <Radio.Group
            options={(['in', 'out'] as const).map((value) => ({
              value,
              label: text(`messages.direction.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="sentAt" label={text('messages.call_when')}>
          <Input type="datetime-local" dir="ltr" />
        </Form.Item>
        <Form.Item name="message" label={text('messages.call_about')}>
          <Input.TextArea dir="auto" rows={5} maxLength={20_000} />
        </Form.Item>
      </ContractForm>
    </Side>
  );
}
