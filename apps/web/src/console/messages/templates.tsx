import type { MessageTemplate } from '@wafa/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useLanguage, useText } from '../../shared/hooks.ts';
import { EmptyState } from '../../shared/ui/states.tsx';
import { DataTable } from '../shared/data-table.tsx';
import { Mark } from '../shared/mark.tsx';
import { Page } from '../shared/page.tsx';
import { useStore } from '../shared/store.ts';
import { TemplateForm } from './template-form.tsx';

/** The texts of messages: the ready-made ones and what the store wrote. */
export default function Templates() {
  const text = useText();
  const language = useLanguage();
  const navigate = useNavigate();
  const { may } = useStore();
  const [open, setOpen] = useState<MessageTemplate | 'new' | null>(null);
  const read = useRead(endpoints.notifications.templates, {});
  const { data } = read;
  const rows = data?.templates ?? [];
  return (
    <Page
      title={text('messages.templates')}
      lead={text('messages.templates_lead')}
      actions={
        <>
          <Button onClick={() => navigate('/console/messages')}>{text('messages.templates_log')}</Button>
          {may('notifications.edit') ? (
            <Button type="primary" onClick={() => setOpen('new')}>
              {text('messages.template_add')}
            </Button>
          ) : null}
        </>
      }
    >
      <DataTable
        label={text('messages.templates')}
        read={{
          ...read,
          data: data && { ...data, total: rows.length, page: 1, limit: Math.max(20, rows.length) },
        }}
        rows={({ templates }) => templates}
        columns={[
          {
            title: text('messages.template'),
            render: (_, template) => (
              <button
                type="button"
                className="grid text-start hover:text-link"
                onClick={() => setOpen(template)}
              >
                <bdi className="font-semibold">{template.name[language] || template.key}</bdi>
                <bdi dir="ltr" className="text-start text-12 text-soft">
                  {template.key}
                </bdi>
              </button>
            ),
          },
          { title: text('messages.type'), render: (_, { type }) => text(`messages.type.${type}`) },
          { title: text('messages.topic'), render: (_, { topic }) => text(`messages.topic.${topic}`) },
          {
            title: text('messages.template_languages'),
            render: (_, { versions }) =>
              (['ar', 'en'] as const)
                .filter((each) => versions[each])
                .map((each) => text(`language.${each}`))
                .join(' · '),
          },
          { title: text('profile.source'), render: (_, template) => <Origin template={template} /> },
        ]}
        rowKey={({ key, type }) => `${key} ${type}`}
        onPage={() => {}}
        empty={
          <EmptyState icon="mail" title={text('messages.templates')}>
            {text('messages.templates_lead')}
          </EmptyState>
        }
      />
      {open ? (
        <TemplateForm
          template={open === 'new' ? null : open}
          mayEdit={may('notifications.edit')}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </Page>
  );
}

function Origin({ template }: { template: MessageTemplate }) {
  const text = useText();
  if (template.version === 0) return <Mark>{text('messages.template_built_in')}</Mark>;
  return (
    <Mark look="good">{text(template.builtIn ? 'messages.template_changed' : 'messages.template_own')}</Mark>
  );
}
