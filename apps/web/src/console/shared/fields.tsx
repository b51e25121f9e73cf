import { Form, Input, InputNumber, Switch } from 'antd';
import { type ReactNode, useId } from 'react';
import { useLanguage, useText } from '../../shared/hooks.ts';

type Path = (string | number)[];

interface NamesProps {
  /** Where the name stands in the form: `en` and `ar` are below it. */
  path: Path;
  /** The same inside a `Form.List`, whose fields are named from its place. */
  listed?: boolean;
  label: string;
  long?: boolean;
  max?: number;
}

/** A text in both languages, the reader's own first; each is written in its own direction. */
export function BothLanguages({ path, label, long, max }: NamesProps) {
  const text = useText();
  const language = useLanguage();
  const Field = long ? Input.TextArea : Input;
  const order = language === 'ar' ? (['ar', 'en'] as const) : (['en', 'ar'] as const);
  return (
    <div className="grid gap-x-4 min-[40rem]:grid-cols-2">
      {order.map((each) => (
        <Form.Item key={each} name={[...path, each]} label={text(`console.in_${each}`, { label })}>
          <Field lang={each} dir={each === 'ar' ? 'rtl' : 'ltr'} maxLength={max} autoComplete="off" />
        </Form.Item>
      ))}
    </div>
  );
}

interface NumberProps {
  path: Path | string;
  label: string;
  hint?: string | undefined;
  unit?: string | undefined;
  min?: number;
  max?: number;
  step?: number;
  placeholder?: string;
}

/** A number with its unit; digits are Latin, since they are typed. */
export function NumberField({ path, label, hint, unit, ...rest }: NumberProps) {
  return (
    <Form.Item name={path} label={label} extra={hint}>
      <InputNumber className="!w-full" suffix={unit} controls={false} {...rest} />
    </Form.Item>
  );
}

/** Yes or no, with what it means beside it. */
export function SwitchField({ path, label, hint }: { path: Path | string; label: string; hint?: string }) {
  return (
    <Form.Item name={path} label={label} extra={hint} valuePropName="checked">
      <Switch />
    </Form.Item>
  );
}

/** Start and end by the clock of the store; either may be left open. */
export function SpanFields({ start, end, labels }: { start: string; end: string; labels: [string, string] }) {
  return (
    <div className="grid gap-x-4 min-[40rem]:grid-cols-2">
      {[start, end].map((name, at) => (
        <Form.Item key={name} name={name} label={labels[at]}>
          <Input type="datetime-local" dir="ltr" />
        </Form.Item>
      ))}
    </div>
  );
}

/** Fields of one subject under its heading. */
export function FieldGroup({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: antd draws a line of its own under every legend.
    <div role="group" aria-labelledby={id} className="border-t border-line pt-4 pb-1">
      <p id={id} className="text-16 font-semibold">
        {title}
      </p>
      {lead ? <p className="text-soft">{lead}</p> : null}
      <div className="pt-3">{children}</div>
    </div>
  );
}
