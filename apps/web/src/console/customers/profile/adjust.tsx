import { type Customer, loyaltyLedgerContract } from '@wafa/contract';
import { App, Form, Input, InputNumber, Radio } from 'antd';
import { useState } from 'react';
import { useAct } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { ContractForm } from '../../shared/contract-form.tsx';
import { Side } from '../../shared/side.tsx';

/** Points given or taken by hand. The act has one id, so that a second press gives nothing twice. */
export function AdjustPoints(props: { customer: Customer; available: number; onClose: () => void }) {
  const { customer, available, onClose } = props;
  const text = useText();
  const { points: written } = useFormat();
  const [form] = Form.useForm();
  const { message } = App.useApp();
  const [transactionId] = useState(() => crypto.randomUUID());
  const { act } = useAct(endpoints.loyalty.adjust, ['customers', 'activity']);
  const give = (Form.useWatch('direction', form) ?? 'give') === 'give';
  const many = Form.useWatch('points', form);
  const after = available + (typeof many === 'number' ? (give ? many : -many) : 0);
  return (
    <Side title={text('profile.adjust')} size={420} onClose={onClose}>
      <ContractForm
        form={form}
        schema={loyaltyLedgerContract.adjust.body!}
        initial={{ direction: 'give' }}
        send={text('profile.adjust')}
        collect={({ direction, points, reason }) => ({
          points: typeof points === 'number' ? (direction === 'take' ? -points : points) : undefined,
          reason: reason ?? '',
          transactionId,
        })}
        submit={async (adjustment) => {
          const { data, error } = await act({ customerId: customer.id, ...adjustment });
          if (!data) return error;
          message.success(text('profile.adjusted', { points: data.available }));
          onClose();
        }}
      >
        <Form.Item name="direction" label={text('profile.adjust')} noStyle>
          <Radio.Group
            className="!mb-5"
            aria-label={text('profile.adjust')}
            optionType="button"
            options={(['give', 'take'] as const).map((value) => ({
              value,
              label: text(`profile.adjust_${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="points"
          label={text('profile.adjust_points')}
          extra={text('profile.adjust_after', { points: written(after) })}
        >
          <InputNumber className="!w-full" controls={false} precision={0} min={1} max={1_000_000_000} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={text('profile.adjust_reason')}
          extra={text('profile.adjust_reason_hint')}
        >
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
        <p className="pb-3 text-12 text-soft">{text('profile.adjust_limit_hint')}</p>
      </ContractForm>
    </Side>
  );
}
