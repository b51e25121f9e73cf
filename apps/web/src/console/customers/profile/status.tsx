import { type Customer, customerStatus, customersProfileContract } from '@wafa/contract';
import { Alert, App, Form, Input, Radio } from 'antd';
import { useAct, useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { ContractForm } from '../../shared/contract-form.tsx';
import { Side } from '../../shared/side.tsx';

/** Why a customer is not active, and until when a closed one can be had back. */
export function StatusNote({ customer }: { customer: Customer }) {
  const text = useText();
  const { date } = useFormat();
  const { data } = useRead(
    endpoints.customers.status,
    { customerId: customer.id },
    { skip: customer.status === 'active' },
  );
  if (customer.status === 'active' || !data) return null;
  const [latest] = data.changes;
  return (
    <Alert
      type="warning"
      showIcon
      title={text('profile.status_note', {
        status: text(`customers.status.${customer.status}`),
        reason: latest?.reason ?? '',
      })}
      description={data.eraseAfter ? text('profile.closed_note', { date: date(data.eraseAfter) }) : undefined}
    />
  );
}

/** Another status with a reason; each says what it brings. Beside it, how the present one came about. */
export function ChangeStatus({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const text = useText();
  const [form] = Form.useForm();
  const { message } = App.useApp();
  const { act } = useAct(endpoints.customers.changeStatus, ['activity']);
  return (
    <Side title={text('profile.status_change')} size={480} onClose={onClose}>
      <ContractForm
        form={form}
        schema={customersProfileContract.changeStatus.body!}
        initial={{ status: customer.status }}
        send={text('profile.status_change')}
        collect={({ status, reason }) => ({ status, reason: reason ?? '' })}
        submit={async (change) => {
          const { error } = await act({ customerId: customer.id, ...change });
          if (error) return error;
          message.success(text('profile.status_changed'));
          onClose();
        }}
      >
        <Form.Item name="status" label={text('profile.status_now')}>
          <Radio.Group
            className="!grid !gap-2"
            options={customerStatus.options.map((value) => ({
              value,
              label: (
                <span>
                  {text(`customers.status.${value}`)}
                  <span className="block text-12 text-soft">
                    {text(`profile.status_consequence.${value}`)}
                  </span>
                </span>
              ),
            }))}
          />
        </Form.Item>
        <Form.Item name="reason" label={text('profile.status_reason')}>
          <Input.TextArea dir="auto" rows={3} maxLength={500} />
        </Form.Item>
      </ContractForm>
      <StatusHistory customerId={customer.id} />
    </Side>
  );
}

function StatusHistory({ customerId }: { customerId: string }) {
  const text = useText();
  const { date } = useFormat();
  const { data } = useRead(endpoints.customers.status, { customerId });
  if (!data || data.changes.length === 0) return null;
  return (
    <section className="mt-6 border-t border-line pt-4">
      <h2 className="pb-1 font-semibold">{text('profile.status_history')}</h2>
      <ul>
        {data.changes.map((change) => (
          <li key={change.at} className="border-t border-line py-2 first:border-0">
            <p>
              {text('profile.status_step', {
                from: text(`customers.status.${change.from}`),
                to: text(`customers.status.${change.to}`),
              })}
            </p>
            {change.reason ? <p dir="auto">{change.reason}</p> : null}
            <time dateTime={change.at} className="text-12 text-soft">
              {date(change.at, 'moment')}
            </time>
          </li>
        ))}
      </ul>
    </section>
  );
}
