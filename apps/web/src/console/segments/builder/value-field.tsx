import type { RuleField, RuleValueType } from '@wafa/contract';
import { Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useLanguage, useText } from '../../../shared/hooks.ts';
import { inMinor, inUnits } from '../../shared/amounts.ts';
import { useRested } from '../../shared/rested.ts';
import { useStore } from '../../shared/store.ts';

/** What is asked for: the value of a field, or one of its arguments, which are described alike. */
export interface Asked {
  field: string;
  /** Null: the field's own value. */
  arg: string | null;
  type: RuleValueType;
  source: RuleField['source'];
  options: RuleField['options'];
  minimum: number | null;
  maximum: number | null;
  optional?: boolean;
}

export type Single = string | number | boolean | null;

interface ValueFieldProps {
  asked: Asked;
  /** Says to those who do not see it which rule and which part of it this is. */
  label: string;
  value: Single;
  onChange: (value: Single) => void;
}

/** One value of a rule, in the field that its type calls for. */
export function ValueField(props: ValueFieldProps) {
  const { asked, label, value, onChange } = props;
  const text = useText();
  if (asked.source !== 'none')
    return (
      <Choice
        asked={asked}
        label={label}
        value={value === null ? undefined : String(value)}
        onChange={(chosen) => onChange((chosen as string | undefined) ?? null)}
      />
    );
  switch (asked.type) {
    case 'boolean':
      return (
        <Select
          className="!min-w-24"
          aria-label={label}
          value={String(value)}
          options={['true', 'false'].map((each) => ({
            value: each,
            label: text(`console.segments.is_${each}`),
          }))}
          onChange={(chosen) => onChange(chosen === 'true')}
        />
      );
    case 'number':
    case 'money':
    case 'percent':
    case 'days':
      return <Figure {...props} />;
    case 'date':
      return (
        <Input
          type="date"
          dir="ltr"
          className="!w-40"
          aria-label={label}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.target.value || null)}
        />
      );
    default:
      return (
        <Input
          className="!w-52"
          aria-label={label}
          maxLength={200}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.target.value || null)}
        />
      );
  }
}

/** A number with its unit; money is typed in units and kept in minor ones. */
function Figure({ asked, label, value, onChange }: ValueFieldProps) {
  const text = useText();
  const { currency } = useStore();
  const { type } = asked;
  const shown = (figure: number | null) => (type === 'money' ? (inUnits(figure, currency) ?? null) : figure);
  const unit =
    type === 'money'
      ? currency
      : type === 'percent'
        ? '%'
        : type === 'days'
          ? text('console.segments.days')
          : undefined;
  return (
    <InputNumber<number>
      className={type === 'money' ? '!w-36' : '!w-28'}
      controls={false}
      aria-label={label}
      min={shown(asked.minimum) ?? Number.MIN_SAFE_INTEGER}
      max={shown(asked.maximum) ?? Number.MAX_SAFE_INTEGER}
      suffix={unit}
      placeholder={asked.optional ? text('console.segments.any') : ''}
      value={typeof value === 'number' ? shown(value) : null}
      onChange={(figure) => onChange(type === 'money' ? (inMinor(figure, currency) ?? null) : figure)}
    />
  );
}

interface ListFieldProps {
  asked: Asked;
  label: string;
  values: readonly (string | number)[];
  onChange: (values: (string | number)[]) => void;
}

/** Several values of a rule: chosen from a list, or typed one after the other. */
export function ListField({ asked, label, values, onChange }: ListFieldProps) {
  if (asked.source !== 'none')
    return (
      <Choice
        asked={asked}
        label={label}
        many
        value={values.map(String)}
        onChange={(chosen) => onChange((chosen as string[] | undefined) ?? [])}
      />
    );
  const isNumber = asked.type !== 'text' && asked.type !== 'date';
  return (
    <Select
      mode="tags"
      className="!min-w-56 !max-w-96"
      aria-label={label}
      open={false}
      suffixIcon={null}
      tokenSeparators={[',']}
      value={values.map(String)}
      onChange={(typed: string[]) =>
        onChange(isNumber ? typed.map(Number).filter((each) => Number.isFinite(each)) : typed)
      }
    />
  );
}

interface ChoiceProps {
  asked: Asked;
  label: string;
  many?: boolean;
  value: string | string[] | undefined;
  onChange: (value: string | string[] | undefined) => void;
}

const restMs = 250;

/** Values to choose from: those that come with the field, or those that a search finds. */
function Choice({ asked, label, many, value, onChange }: ChoiceProps) {
  const text = useText();
  const language = useLanguage();
  const [typed, setTyped] = useState('');
  const query = useRested(typed.trim(), restMs);
  const searched = asked.source === 'search';
  const { data, isFetching } = useRead(
    endpoints.segments.fieldValues,
    {
      field: asked.field,
      ...(asked.arg ? { arg: asked.arg } : {}),
      ...(query ? { query } : {}),
    },
    { skip: !searched },
  );
  const options = searched ? (data?.values ?? []) : asked.options;
  return (
    <Select
      {...(many ? { mode: 'multiple' as const } : {})}
      className="!max-w-96 !min-w-44"
      popupMatchSelectWidth={false}
      allowClear={many || asked.optional}
      showSearch={
        searched
          ? { filterOption: false, searchValue: typed, onSearch: setTyped }
          : { optionFilterProp: 'label' }
      }
      loading={isFetching}
      aria-label={label}
      placeholder={text(asked.optional ? 'console.segments.any' : 'console.segments.choose')}
      value={value}
      options={options.map((option) => ({ value: option.value, label: option.label[language] }))}
      onChange={onChange}
    />
  );
}
