import type { ApiFailure } from '@wafa/client';
import { type Issue, issueMessage } from '@wafa/i18n/core';
import { Alert, Button, Form, type FormInstance } from 'antd';
import { type ReactNode, useState } from 'react';
import { asFailure, failureText, useLanguage, useText } from '../../shared/hooks.ts';
import { changedPaths } from './changed-paths.ts';

type Path = (string | number)[];

interface Checked<T> {
  success: boolean;
  data?: T;
  error?: { issues: readonly (Issue & { path: readonly PropertyKey[] })[] };
}

interface ContractFormProps<T> {
  form: FormInstance;
  /** The body schema of the endpoint: the same one that the API checks with. */
  schema: { safeParse(value: unknown): Checked<T> };
  initial?: object;
  /** Turns what the fields hold into what the schema takes. */
  collect?: (values: Record<string, unknown>) => unknown;
  /** Sends it; answers the failure, or nothing. */
  submit: (value: T) => Promise<unknown>;
  /** Words of the button that sends. */
  send: string;
  /** A second button beside it. */
  beside?: ReactNode;
  children: ReactNode;
}

/**
 * A form checked by the contract's schema; what schema or API refuse lands under the field of that name
 * (`rules.2.when` is a path), and above the form where it has no field.
 */
export function ContractForm<T>(props: ContractFormProps<T>) {
  const { form } = props;
  const text = useText();
  const language = useLanguage();
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [busy, setBusy] = useState(false);

  function show(found: { name: Path; errors: string[] }[]): void {
    form.setFields(found);
    const [first] = found;
    if (first) form.scrollToField(first.name, { focus: true, block: 'nearest' });
  }

  async function finish(values: Record<string, unknown>): Promise<void> {
    setFailure(null);
    const checked = props.schema.safeParse(props.collect?.(values) ?? values);
    if (!checked.success) {
      const issues = checked.error?.issues ?? [];
      return show(
        issues.map((issue) => ({ name: [...issue.path] as Path, errors: [issueMessage(language, issue)] })),
      );
    }
    setBusy(true);
    const refused = asFailure(await props.submit(checked.data as T));
    setBusy(false);
    if (!refused) return;
    const named = refused.errors
      .map(({ field, message }) => ({ name: pathOf(field), errors: [message] }))
      .filter(({ name }) => form.getFieldInstance(name));
    if (named.length > 0) show(named);
    else setFailure(refused);
  }

  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={props.initial}
      requiredMark={false}
      scrollToFirstError
      onFinish={finish}
      // What was wrong with a field is not said any longer of what is typed instead.
      onValuesChange={(changed) =>
        form.setFields(changedPaths(changed).map((name) => ({ name, errors: [] })))
      }
    >
      {failure ? <Alert className="!mb-4" type="error" title={failureText(text, failure)} showIcon /> : null}
      {props.children}
      <div className="flex flex-wrap gap-3 pt-2">
        <Button type="primary" htmlType="submit" loading={busy}>
          {props.send}
        </Button>
        {props.beside}
      </div>
    </Form>
  );
}

/** `rules[2].when` and `rules.2.when` alike, as antd names a field. */
function pathOf(field: string): Path {
  return field
    .split(/[.[\]]+/)
    .filter(Boolean)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}
