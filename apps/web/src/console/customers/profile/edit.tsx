import { type Customer, customersContract } from '@wafa/contract';
import { App, Checkbox, Form, Select } from 'antd';
import { useAct } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useText } from '../../../shared/hooks.ts';
import { ContractForm } from '../../shared/contract-form.tsx';
import { Side } from '../../shared/side.tsx';
import { blanksAsNull } from '../parts/blank.ts';
import { DetailFields } from '../parts/detail-fields.tsx';

const channels = ['email', 'sms', 'push', 'inApp'] as const;

/** The customer's details and by which ways news may come. */
export function EditCustomer({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const text = useText();
  const [form] = Form.useForm();
  const { message } = App.useApp();
  const { act } = useAct(endpoints.customers.update, ['activity']);
  return (
    <Side title={text('profile.edit')} onClose={onClose}>
      <ContractForm
        form={form}
        schema={customersContract.update.body!}
        initial={customer}
        send={text('action.save')}
        collect={(values) => {
          const { lastName, ...fields } = blanksAsNull(values);
          return { ...fields, firstName: fields.firstName ?? '', lastName: lastName ?? '' };
        }}
        submit={async (change) => {
          const { error } = await act({ customerId: customer.id, ...change });
          if (error) return error;
          message.success(text('profile.saved'));
          onClose();
        }}
      >
        <DetailFields />
        <Form.Item
          name="preferredCategories"
          label={text('customers.categories')}
          extra={text('customers.tags_hint')}
        >
          <Select mode="tags" open={false} suffixIcon={null} />
        </Form.Item>
        <fieldset className="pb-4">
          <legend className="pb-2">{text('profile.news')}</legend>
          {channels.map((channel) => (
            <Form.Item
              key={channel}
              name={['communicationPreferences', channel]}
              valuePropName="checked"
              noStyle
            >
              <Checkbox>{text(`account.channel.${channel}`)}</Checkbox>
            </Form.Item>
          ))}
        </fieldset>
      </ContractForm>
    </Side>
  );
}
