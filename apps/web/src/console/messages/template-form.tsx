import { type MessageTemplate, notificationsContract, templateInput, topic } from '@wafa/contract';
import { App, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useAct } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { failureText, useLanguage, useText } from '../../shared/hooks.ts';
import { ContractForm } from '../shared/contract-form.tsx';
import { Side } from '../shared/side.tsx';
import { Preview } from './preview.tsx';

interface Props {
  /** Null for a new one. */
  template: MessageTemplate | null;
  mayEdit: boolean;
  onClose: () => void;
}

const types = ['EMAIL', 'IN_APP', 'SMS', 'PUSH'] as const;
const { key: keySchema } = notificationsContract.saveTemplate.params!.shape;

/** A template in both languages, with a preview by its sample; saving makes a new version. */
export function TemplateForm({ template, mayEdit, onClose }: Props) {
  const text = useText();
  const language = useLanguage();
  const [form] = Form.useForm();
  const { message } = App.useApp();
  const { act } = useAct(endpoints.notifications.saveTemplate);
  const [shown, setShown] = useState(false);
  const languages = language === 'ar' ? (['ar', 'en'] as const) : (['en', 'ar'] as const);
  return (
    <Side
      title={template ? template.name[language] || template.key : text('messages.template_add')}
      size={720}
      onClose={onClose}
    >
      <ContractForm
        form={form}
        schema={templateInput.extend({ key: keySchema })}
        initial={template ?? { type: 'EMAIL', topic: 'news' }}
        send={text('messages.template_save')}
        collect={(values) => ({
          ...values,
          key: template?.key ?? values.key ?? '',
          type: template?.type ?? values.type,
          versions: written(values.versions),
          sample: template?.sample ?? {},
        })}
        submit={async (input) => {
          const { error } = await act(input);
          if (error) return error;
          message.success(text('messages.template_saved'));
          onClose();
        }}
        beside={
          <>
            <Button onClick={() => setShown(!shown)}>{text('messages.preview')}</Button>
            {template && template.version > 0 && mayEdit ? (
              <TakeBack template={template} onClose={onClose} />
            ) : null}
          </>
        }
      >
        {shown ? <Preview form={form} template={template} /> : null}
        {template ? null : <NewTemplateFields />}
        <div className="grid gap-x-4 desk:grid-cols-2">
          <Form.Item name={['name', 'en']} label={text('messages.template_name')}>
            <Input lang="en" dir="ltr" maxLength={100} autoComplete="off" />
          </Form.Item>
          <Form.Item name={['name', 'ar']} label={text('messages.template_name_ar')}>
            <Input lang="ar" dir="rtl" maxLength={100} autoComplete="off" />
          </Form.Item>
        </div>
        <Form.Item name="topic" label={text('messages.topic')} extra={text('messages.topic_hint')}>
          <Select
            options={topic.options.map((value) => ({ value, label: text(`messages.topic.${value}`) }))}
          />
        </Form.Item>
        {languages.map((each) => (
          <div key={each} lang={each} dir={each === 'ar' ? 'rtl' : 'ltr'}>
            <Form.Item name={['versions', each, 'subject']} label={text(`messages.template_subject_${each}`)}>
              <Input maxLength={300} autoComplete="off" />
            </Form.Item>
            <Form.Item
              name={['versions', each, 'body']}
              label={text(`messages.template_body_${each}`)}
              extra={text('messages.template_hint', { example: '\u2066{{ customer.firstName }}\u2069' })}
            >
              <Input.TextArea rows={6} maxLength={20_000} />
            </Form.Item>
          </div>
        ))}
      </ContractForm>
    </Side>
  );
}

/** Languages that hold a text; one left empty is no version. */
function written(versions: unknown): unknown {
  const given = (versions ?? {}) as Record<string, { subject?: string; body?: string } | null>;
  return Object.fromEntries(
    (['en', 'ar'] as const).map((each) => {
      const version = given[each];
      return [each, version?.body?.trim() ? { subject: version.subject ?? '', body: version.body } : null];
    }),
  );
}

function NewTemplateFields() {
  const text = useText();
  return (
    <div className="grid gap-x-4 desk:grid-cols-2">
      <Form.Item name="key" label={text('messages.template_key')} extra={text('messages.template_key_hint')}>
        <Input dir="ltr" maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="type" label={text('messages.type')}>
        <Select options={types.map((value) => ({ value, label: text(`messages.type.${value}`) }))} />
      </Form.Item>
    </div>
  );
}

/** Takes the store's wording back: a ready-made text is as it came, one of the store's own is gone. */
function TakeBack({ template, onClose }: { template: MessageTemplate; onClose: () => void }) {
  const text = useText();
  const { message, modal } = App.useApp();
  const { act } = useAct(endpoints.notifications.removeTemplate);
  const what = template.builtIn ? 'back' : 'remove';
  return (
    <Button
      danger
      onClick={() =>
        modal.confirm({
          title: text(`messages.template_${what}`),
          content: text(`messages.template_${what}_text`),
          okText: text(`messages.template_${what}`),
          okButtonProps: { danger: true },
          onOk: async () => {
            const { error } = await act({ key: template.key, type: template.type });
            if (error) return message.error(failureText(text, error));
            message.success(text('messages.template_removed'));
            onClose();
          },
        })
      }
    >
      {text(`messages.template_${what}`)}
    </Button>
  );
}
