import { customersAddressesContract } from '@wafa/contract';
import { App, Form, Input } from 'antd';
import { useAct } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useText } from '../../shared/hooks.ts';
import { ContractForm } from '../shared/contract-form.tsx';
import { Side } from '../shared/side.tsx';

interface Props {
  ids: readonly string[];
  status: 'VERIFIED' | 'REJECTED';
  onClose: () => void;
  onDone: () => void;
}

/** A decision about one address or many, with notes that stand at the address. */
export function Decide({ ids, status, onClose, onDone }: Props) {
  const text = useText();
  const [form] = Form.useForm();
  const { message } = App.useApp();
  const { act } = useAct(endpoints.customers.verifyAddresses);
  const verb = status === 'VERIFIED' ? 'verify' : 'reject';
  return (
    <Side title={text(`verification.${verb}_title`, { count: ids.length })} size={420} onClose={onClose}>
      <ContractForm
        form={form}
        schema={customersAddressesContract.verifyAddresses.body!}
        send={text(`verification.${verb}`)}
        collect={({ notes }) => ({ ids, status, ...(notes ? { notes } : {}) })}
        submit={async (decision) => {
          const { data, error } = await act(decision);
          if (!data) return error;
          message.success(text('verification.decided', { count: data.decided }));
          onClose();
          onDone();
        }}
      >
        <Form.Item name="notes" label={text('verification.notes')} extra={text('verification.notes_hint')}>
          <Input.TextArea dir="auto" rows={4} maxLength={1000} />
        </Form.Item>
      </ContractForm>
    </Side>
  );
}
