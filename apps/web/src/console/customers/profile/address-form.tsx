import { type Address, customersContract } from '@wafa/contract';
import { App, Checkbox, Form, Input } from 'antd';
import { useAct } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useText } from '../../../shared/hooks.ts';
import { ContractForm } from '../../shared/contract-form.tsx';
import { Side } from '../../shared/side.tsx';
import { withoutBlanks } from '../parts/blank.ts';

interface Props {
  customerId: string;
  /** Null for a new one. */
  address: Address | null;
  onClose: () => void;
}

/** An address of a customer, new or edited; either waits for verification afterwards. */
export function AddressForm({ customerId, address, onClose }: Props) {
  const text = useText();
  const [form] = Form.useForm();
  const { message } = App.useApp();
  const add = useAct(endpoints.customers.addAddress);
  const change = useAct(endpoints.customers.updateAddress);
  return (
    <Side title={text(address ? 'profile.address_edit' : 'profile.address_add')} size={480} onClose={onClose}>
      <ContractForm
        form={form}
        schema={customersContract.addAddress.body!}
        {...(address ? { initial: address } : {})}
        send={text('action.save')}
        collect={({ street2, ...values }) => ({
          street1: '',
          city: '',
          ...withoutBlanks(values),
          ...(address || street2 ? { street2: street2 ?? '' } : {}),
        })}
        submit={async (fields) => {
          const { error } = address
            ? await change.act({ customerId, addressId: address.id, ...fields })
            : await add.act({ customerId, ...fields });
          if (error) return error;
          message.success(text('profile.address_saved'));
          onClose();
        }}
      >
        <Form.Item name="street1" label={text('customers.field.street1')}>
          <Input dir="auto" maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item name="street2" label={text('customers.field.street2')}>
          <Input dir="auto" maxLength={200} autoComplete="off" />
        </Form.Item>
        <div className="grid gap-x-4 desk:grid-cols-2">
          <Form.Item name="city" label={text('customers.field.city')}>
            <Input dir="auto" maxLength={100} autoComplete="off" />
          </Form.Item>
          <Form.Item name="state" label={text('customers.field.state')}>
            <Input dir="auto" maxLength={100} autoComplete="off" />
          </Form.Item>
          <Form.Item name="postalCode" label={text('customers.field.postalCode')}>
            <Input dir="ltr" maxLength={20} autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="country"
            label={text('customers.field.country')}
            extra={text('profile.country_hint')}
            normalize={(value: string) => value.toUpperCase()}
          >
            <Input dir="ltr" maxLength={2} autoComplete="off" />
          </Form.Item>
        </div>
        {(['Billing', 'Shipping'] as const).map((use) => (
          <Form.Item key={use} name={`isDefault${use}`} valuePropName="checked">
            <Checkbox>{text(`profile.address_default_${use.toLowerCase()}`)}</Checkbox>
          </Form.Item>
        ))}
      </ContractForm>
    </Side>
  );
}
