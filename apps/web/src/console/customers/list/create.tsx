import { customersContract } from '@wafa/contract';
import { App, Form, Select } from 'antd';
import { useNavigate } from 'react-router';
import { useAct } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useLanguage, useText } from '../../../shared/hooks.ts';
import { ContractForm } from '../../shared/contract-form.tsx';
import { Side } from '../../shared/side.tsx';
import { withoutBlanks } from '../parts/blank.ts';
import { DetailFields } from '../parts/detail-fields.tsx';
import { nameOf } from '../parts/names.ts';

/** A new customer; the card is issued with it. */
export function CreateCustomer({ onClose }: { onClose: () => void }) {
  const text = useText();
  const language = useLanguage();
  const navigate = useNavigate();
  const [form] = Form.useForm();
  const { message } = App.useApp();
  const { act } = useAct(endpoints.customers.create);
  return (
    <Side title={text('customers.create')} onClose={onClose}>
      <ContractForm
        form={form}
        schema={customersContract.create.body!}
        initial={{ type: 'individual', language }}
        send={text('customers.create_send')}
        collect={(values) => ({ ...withoutBlanks(values), source: 'console' })}
        submit={async (customer) => {
          const { data, error } = await act(customer);
          if (!data) return error;
          message.success(text('customers.created', { name: nameOf(language, data) }));
          navigate(`/console/customers/${data.id}`);
        }}
      >
        <DetailFields />
        <Form.Item name="tags" label={text('customers.tags')} extra={text('customers.tags_hint')}>
          <Select mode="tags" open={false} suffixIcon={null} />
        </Form.Item>
      </ContractForm>
    </Side>
  );
}
