import { customerType } from '@wafa/contract';
import { Form, Input, Select } from 'antd';
import { useLanguage, useText } from '../../../shared/hooks.ts';

/** The fields of a customer's details, names in both scripts with the reader's own first. */
export function DetailFields() {
  const text = useText();
  const language = useLanguage();
  const business = Form.useWatch('type') === 'business';
  const names = [<LatinName key="en" />, <ArabicName key="ar" />];
  return (
    <>
      <Form.Item name="type" label={text('customers.type')}>
        <Select
          options={customerType.options.map((value) => ({ value, label: text(`customers.type.${value}`) }))}
        />
      </Form.Item>
      {business ? (
        <div className="grid gap-x-4 desk:grid-cols-2">
          <Form.Item name="companyName" label={text('customers.company')}>
            <Input maxLength={200} autoComplete="off" />
          </Form.Item>
          <Form.Item name="taxNumber" label={text('customers.tax_number')}>
            <Input dir="ltr" maxLength={50} autoComplete="off" />
          </Form.Item>
        </div>
      ) : null}
      {language === 'ar' ? names.reverse() : names}
      <div className="grid gap-x-4 desk:grid-cols-2">
        <Form.Item name="phone" label={text('account.phone')} extra={text('session.phone_hint')}>
          <Input type="tel" dir="ltr" maxLength={40} autoComplete="off" />
        </Form.Item>
        <Form.Item name="email" label={text('account.email')}>
          <Input type="email" dir="ltr" maxLength={254} autoComplete="off" />
        </Form.Item>
        <Form.Item name="birthday" label={text('account.birthday')}>
          <Input type="date" dir="ltr" />
        </Form.Item>
        <Form.Item name="language" label={text('customers.language')}>
          <Select
            allowClear
            options={(['ar', 'en'] as const).map((value) => ({ value, label: text(`language.${value}`) }))}
          />
        </Form.Item>
      </div>
    </>
  );
}

function LatinName() {
  const text = useText();
  return (
    <div className="grid gap-x-4 desk:grid-cols-2">
      <Form.Item name="firstName" label={text('session.first_name')}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="lastName" label={text('session.last_name')}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
    </div>
  );
}

function ArabicName() {
  const text = useText();
  return (
    <div className="grid gap-x-4 desk:grid-cols-2">
      <Form.Item name="firstNameAr" label={text('customers.first_name_ar')}>
        <Input lang="ar" dir="rtl" maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="lastNameAr" label={text('customers.last_name_ar')}>
        <Input lang="ar" dir="rtl" maxLength={100} autoComplete="off" />
      </Form.Item>
    </div>
  );
}
