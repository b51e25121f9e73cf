import type { ApiFailure } from '@wafa/client';
import { type Issue, issueMessage } from '@wafa/i18n/core';
import { createContext, type ReactNode, useContext, useId, useRef, useState } from 'react';
import { FieldError, Form, Input, Label, Text, TextField } from 'react-aria-components';
import { asFailure, failureText, useLanguage, useText } from '../hooks.ts';

/**
 * What is wrong with each field. A sentence goes when its field is typed in, and not when it is left:
 * the page would move under the pointer that is about to press the button.
 */
const FieldErrors = createContext<{ errors: Record<string, string>; clear: (name: string) => void }>({
  errors: {},
  clear: () => {},
});

interface Checked<T> {
  success: boolean;
  data?: T;
  error?: { issues: readonly (Issue & { path: readonly PropertyKey[] })[] };
}

interface ContractFormProps<T> {
  /** The body schema of the endpoint: the same one that the API checks with. */
  schema: { safeParse(value: unknown): Checked<T> };
  /** What the fields hold, as the schema takes it. */
  collect: (field: (name: string) => string | undefined) => unknown;
  /** Sends it; answers the failure, or nothing. */
  submit: (value: T) => Promise<unknown>;
  /** Sees a failure first; true when it is dealt with. */
  onFailure?: (failure: ApiFailure) => boolean;
  children: (state: { busy: boolean }) => ReactNode;
  className?: string;
}

/**
 * A form checked by the contract's schema before it is sent; what the API refuses lands under the
 * same fields, and the rest above them. The first field at fault takes the focus.
 */
export function ContractForm<T>(props: ContractFormProps<T>) {
  const text = useText();
  const language = useLanguage();
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [busy, setBusy] = useState(false);

  function show(found: Record<string, string>): void {
    setErrors(found);
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  function clear(name: string): void {
    if (name in errors) setErrors(({ [name]: _, ...rest }) => rest);
  }

  async function send(data: FormData): Promise<void> {
    const field = (name: string) => String(data.get(name) ?? '').trim() || undefined;
    const checked = props.schema.safeParse(props.collect(field));
    setFailure(null);
    if (!checked.success) {
      const issues = checked.error?.issues ?? [];
      return show(
        Object.fromEntries(
          issues.toReversed().map((issue) => [issue.path.join('.'), issueMessage(language, issue)]),
        ),
      );
    }
    setErrors({});
    setBusy(true);
    const refused = asFailure(await props.submit(checked.data as T));
    setBusy(false);
    if (!refused || props.onFailure?.(refused)) return;
    const named = refused.errors.filter(({ field }) => data.has(field));
    if (named.length > 0) show(Object.fromEntries(named.map(({ field, message }) => [field, message])));
    else setFailure(refused);
  }

  return (
    <Form
      ref={form}
      validationBehavior="aria"
      className={props.className}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) send(new FormData(event.currentTarget));
      }}
    >
      {failure ? (
        <p role="alert" className="rounded-control bg-danger-soft px-4 py-3 text-ink">
          {failureText(text, failure)}
          {failure.status >= 500 && failure.requestId ? (
            <span className="block text-12 text-soft">
              {text('state.request_id', { id: '' })}
              <bdi dir="ltr">{failure.requestId}</bdi>
            </span>
          ) : null}
        </p>
      ) : null}
      <FieldErrors value={{ errors, clear }}>{props.children({ busy })}</FieldErrors>
    </Form>
  );
}

interface FieldProps {
  name: string;
  label: string;
  hint?: string;
  type?: 'text' | 'email' | 'tel' | 'password' | 'date';
  autoComplete?: string;
  inputMode?: 'numeric' | 'email' | 'tel';
  defaultValue?: string | null;
  lang?: string;
  required?: boolean;
  autoFocus?: boolean;
  /** Placed at the end of the input, over it. */
  end?: ReactNode;
}

/** A labelled text field; codes, e-mails and phone numbers are written left-to-right in both languages. */
export function Field({ name, label, hint, type = 'text', end, lang, defaultValue, ...rest }: FieldProps) {
  const latin = type === 'email' || type === 'tel' || type === 'password' || rest.inputMode === 'numeric';
  const { errors, clear } = useContext(FieldErrors);
  return (
    <TextField
      name={name}
      isInvalid={name in errors}
      onChange={() => clear(name)}
      type={type}
      defaultValue={defaultValue ?? ''}
      isRequired={rest.required}
      autoComplete={rest.autoComplete}
      inputMode={rest.inputMode}
      autoFocus={rest.autoFocus}
      className="grid content-start gap-1"
    >
      <Label className="font-medium text-soft">{label}</Label>
      <span className="relative block">
        <Input
          className={`field-input ${latin ? 'text-start' : ''} ${end ? 'pe-14' : ''}`}
          dir={latin ? 'ltr' : 'auto'}
          lang={lang}
        />
        {end}
      </span>
      {hint ? (
        <Text slot="description" className="text-12 text-soft">
          {hint}
        </Text>
      ) : null}
      <FieldError className="text-14 text-danger">{errors[name]}</FieldError>
    </TextField>
  );
}

interface SelectFieldProps {
  name: string;
  label: string;
  choices: readonly { value: string; label: string }[];
  defaultValue?: string;
  onChange?: (value: string) => void;
}

/** A labelled choice of many, by the device's own list. */
export function SelectField({ name, label, choices, defaultValue, onChange }: SelectFieldProps) {
  const { errors, clear } = useContext(FieldErrors);
  const id = useId();
  const isAtFault = name in errors;
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id} className="font-medium text-soft">
        {label}
      </label>
      <select
        id={id}
        name={name}
        className="field-input"
        defaultValue={defaultValue}
        data-invalid={isAtFault || undefined}
        aria-invalid={isAtFault || undefined}
        aria-describedby={isAtFault ? `${id}-fault` : undefined}
        onChange={(event) => {
          clear(name);
          onChange?.(event.target.value);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      {isAtFault ? (
        <span id={`${id}-fault`} className="text-14 text-danger">
          {errors[name]}
        </span>
      ) : null}
    </div>
  );
}
