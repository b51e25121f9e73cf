import type { MessageTemplate } from '@wafa/contract';
import { Button, Form, type FormInstance, Segmented } from 'antd';
import { useEffect, useState } from 'react';
import { useAct } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { asFailure, useLanguage, useText } from '../../shared/hooks.ts';
import { Refusal } from '../../shared/ui/notice.tsx';

/** How the wording in the form reads with the template's sample; what cannot be read is named with its place. */
export function Preview({ form, template }: { form: FormInstance; template: MessageTemplate | null }) {
  const text = useText();
  const [language, setLanguage] = useState(useLanguage());
  const body: string = Form.useWatch(['versions', language, 'body'], form) ?? '';
  const subject: string = Form.useWatch(['versions', language, 'subject'], form) ?? '';
  const { act, busy } = useAct(endpoints.notifications.preview);
  const [shown, setShown] = useState<{ subject: string; text: string } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const show = async () => {
    const { data, error } = await act({
      wording: { subject, body },
      sample: template?.sample ?? {},
      language,
      ...(template && template.type !== 'PHONE' ? { type: template.type } : {}),
    });
    setShown(data ?? null);
    setFailure(error ?? null);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: shown once, then when it is asked for.
  useEffect(() => {
    if (body.trim()) show();
  }, [language]);
  return (
    <section aria-label={text('messages.preview')} className="mb-5 grid gap-3 rounded-panel bg-sunken p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Segmented
          aria-label={text('messages.preview_in')}
          value={language}
          options={(['ar', 'en'] as const).map((value) => ({ value, label: text(`language.${value}`) }))}
          onChange={setLanguage}
        />
        <Button size="small" loading={busy} disabled={body.trim() === ''} onClick={show}>
          {text('messages.preview')}
        </Button>
      </div>
      <Refusal failure={asFailure(failure)} />
      {shown ? (
        <div lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'}>
          {shown.subject ? <p className="pb-2 font-semibold">{shown.subject}</p> : null}
          <p className="whitespace-pre-wrap break-words">{shown.text}</p>
        </div>
      ) : null}
    </section>
  );
}
