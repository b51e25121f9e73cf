import { type Customer, customersMergingContract } from '@wafa/contract';
import { groupCardNumber, isolateLtr } from '@wafa/i18n/core';
import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useAct } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useLanguage, useText } from '../../../shared/hooks.ts';
import { ContractForm } from '../../shared/contract-form.tsx';
import { Side } from '../../shared/side.tsx';
import { nameOf } from '../parts/names.ts';
import { Comparison } from './comparison.tsx';

/** What a merge, or its undoing, moves between customers: everything that the page of one shows. */
export const everyModule = ['loyalty', 'orders', 'notifications', 'activity'] as const;

interface MergeProps {
  pair: readonly [Customer, Customer];
  /** Who stays, as suggested; it can be exchanged. */
  survivorId: string;
  onClose: () => void;
  /** After the merge; without it the survivor's page opens. */
  onMerged?: () => void;
}

/** Two customers side by side, with what a merge brings, before it is confirmed. */
export function Merge({ pair, survivorId, onClose, onMerged }: MergeProps) {
  const text = useText();
  const language = useLanguage();
  const navigate = useNavigate();
  const [form] = Form.useForm();
  const { message } = App.useApp();
  const [stays, setStays] = useState(survivorId);
  const { act } = useAct(endpoints.customers.merge, everyModule);
  const [first, second] = pair;
  const [survivor, from] = first.id === stays ? [first, second] : [second, first];
  const name = nameOf(language, survivor);
  return (
    <Side title={text('merging.title')} size={680} onClose={onClose}>
      <Comparison pair={pair} survivorId={stays} />
      <div className="grid gap-2 py-4">
        <p>
          {text('merging.consequence', {
            from: nameOf(language, from),
            survivor: name,
            card: isolateLtr(groupCardNumber(from.cardNumber)),
          })}
        </p>
        <p className="font-semibold">
          {text('merging.points_together', { points: first.loyaltyPoints + second.loyaltyPoints })}
        </p>
      </div>
      <ContractForm
        form={form}
        schema={customersMergingContract.merge.body!}
        send={text('merging.confirm', { name })}
        collect={({ reason }) => ({ from: from.id, ...(reason ? { reason } : {}) })}
        submit={async (body) => {
          const { error } = await act({ customerId: survivor.id, ...body });
          if (error) return error;
          message.success(text('merging.done'));
          onClose();
          if (onMerged) onMerged();
          else navigate(`/console/customers/${survivor.id}?tab=merges`);
        }}
        beside={<Button onClick={() => setStays(from.id)}>{text('merging.swap')}</Button>}
      >
        <Form.Item name="reason" label={text('merging.reason')}>
          <Input dir="auto" maxLength={500} autoComplete="off" />
        </Form.Item>
      </ContractForm>
    </Side>
  );
}
