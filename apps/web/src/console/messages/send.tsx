import { type Customer, notificationsContract, topic } from '@wafa/contract';
import { App, Checkbox, Form, Input, Radio, Select } from 'antd';
import { useAct, useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useLanguage, useText } from '../../shared/hooks.ts';
import { ContractForm } from '../shared/contract-form.tsx';
import { Side } from '../shared/side.tsx';

const channels = ['EMAIL', 'IN_APP', 'SMS', 'PUSH'] as const;

/** A message to one customer, in own words or by a template, over the chosen channels. */
export function SendMessage({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const text = useText();
  const [form] = Form.useForm();
  const { message } = App.useApp();
  const { act } = useAct(endpoints.notifications.send, ['activity']);
  const byTemplate = Form.useWatch('words', form) === 'template';
  return (
    <Side title={text('messages.send')} onClose={onClose}>
      <ContractForm
        form={form}
        schema={notificationsContract.send.body!}
        initial={{ channels: ['EMAIL'], words: 'own', topic: 'support' }}
        send={text('messages.send_now')}
        collect={(values) => ({
          customerId: customer.id,
          channels: values.channels,
          ...(values.words === 'template'
            ? { template: values.template ?? '' }
            : {
                message: values.message ?? '',
                topic: values.topic,
                ...(values.subject ? { subject: values.subject } : {}),
              }),
        })}
        submit={async (words) => {
          const { data, error } = await act(words);
          if (!data) return error;
          const refused = data.communications.filter(
            ({ status }) => status === 'SKIPPED' || status === 'FAILED',
          );
          for (const { reason } of refused)
            message.warning(text('messages.not_sent', { reason: text(`messages.reason.${reason}`) }));
          if (refused.length < data.communications.length) message.success(text('messages.sent'));
          onClose();
        }}
      >
        <Form.Item name="channels" label={text('messages.channels')}>
          <Checkbox.Group
            options={channels.map((value) => ({ value, label: text(`messages.type.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="words" label={text('messages.words')}>
          <Radio.Group
            optionType="button"
            options={(['own', 'template'] as const).map((value) => ({
              value,
              label: text(`messages.words_${value}`),
            }))}
          />
        </Form.Item>
        {byTemplate ? <ChooseTemplate /> : <OwnWords />}
      </ContractForm>
    </Side>
  );
}

function OwnWords() {
  const text = useText();
  return (
    <>
      <Form.Item name="topic" label={text('messages.topic')} extra={text('messages.topic_hint')}>
        <Select options={topic.options.map((value) => ({ value, label: text(`messages.topic.${value}`) }))} />
      </Form.Item>
      <Form.Item name="subject" label={text('messages.subject')}>
        <Input dir="auto" maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="message" label={text('messages.message')}>
        <Input.TextArea dir="auto" rows={6} maxLength={20_000} />
      </Form.Item>
    </>
  );
}

function ChooseTemplate() {
  const text = useText();
  const language = useLanguage();
  const { data } = useRead(endpoints.notifications.templates, {});
  const options = (data?.templates ?? [])
    .filter(({ secret }) => !secret)
    .map(({ key, name }) => ({ value: key, label: name[language] || key }));
  return (
    <Form.Item name="template" label={text('messages.template')}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        options={[...new Map(options.map((option) => [option.value, option])).values()]}
      />
    </Form.Item>
  );
}
