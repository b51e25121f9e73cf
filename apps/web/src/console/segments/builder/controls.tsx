import { AntDValueSelector, type AntDValueSelectorProps } from '@react-querybuilder/antd';
import type { RuleField, RuleValue, Rule as SegmentRule } from '@wafa/contract';
import type { Language } from '@wafa/i18n/core';
import { Button, Checkbox, Select } from 'antd';
import {
  type ActionProps,
  type CombinatorSelectorProps,
  type FieldSelectorProps,
  type NotToggleProps,
  type OperatorSelectorProps,
  Rule,
  RuleGroup,
  type RuleGroupProps,
  type RuleProps,
  type ValueEditorProps,
} from 'react-querybuilder';
import { useLanguage, useText } from '../../../shared/hooks.ts';
import { type Place, placeKey, shapeOf } from './tree.ts';
import { type Asked, ListField, ValueField } from './value-field.tsx';

/** What the parts of the editor share: the fields, what is wrong where, and how an argument is changed. */
export interface EditorContext {
  fieldOf: (name: string) => RuleField | undefined;
  faults: ReadonlyMap<string, readonly string[]>;
  setArg: (place: Place, name: string, value: string | number | null) => void;
}

const contextOf = (props: { context?: unknown }) => props.context as EditorContext;

/** A quiet button; the words of its label, or its title where the label is an icon. */
export function Action({ label, title, disabled, className = '', handleOnClick }: ActionProps) {
  return (
    <Button
      type="text"
      size="small"
      className={className}
      title={title ?? ''}
      aria-label={title ?? ''}
      disabled={disabled ?? false}
      onClick={(event) => handleOnClick(event)}
    >
      {label}
    </Button>
  );
}

/** Whether all conditions of a group have to hold, or any; and how a field is compared. */
export function Chooser(props: CombinatorSelectorProps | OperatorSelectorProps) {
  // antd's Select keeps its title off the field itself, which has to have a name.
  return <AntDValueSelector {...(props as AntDValueSelectorProps)} aria-label={props.title ?? ''} />;
}

export function NotToggle({ checked, label, disabled, handleOnChange }: NotToggleProps) {
  return (
    <Checkbox
      checked={checked ?? false}
      disabled={disabled ?? false}
      onChange={(event) => handleOnChange(event.target.checked)}
    >
      {label}
    </Checkbox>
  );
}

/** A field, or a group of them. */
interface Choice {
  label: string;
  value?: string;
  options?: Choice[];
}

/** The field, found by its name or what it means, and what it asks besides the value. */
export function Field(props: FieldSelectorProps) {
  const { value = '', title = '', path, rule } = props;
  const language = useLanguage();
  const { fieldOf, setArg } = contextOf(props);
  const field = fieldOf(value);
  const { args = {} } = rule as Partial<SegmentRule>;
  return (
    <>
      <Select
        className="!min-w-48"
        popupMatchSelectWidth={360}
        // By a field's name or meaning; a group that is called alike does not bring all of its fields.
        showSearch={{
          filterOption: (typed, option) => isFound(typed, fieldOf(String(option?.value)), language),
        }}
        aria-label={title}
        value={value}
        options={props.options as Choice[]}
        optionRender={({ value: name, label }) => (
          <span className="block py-0.5 whitespace-normal">
            {label}
            <span className="block text-12 text-soft">{fieldOf(String(name))?.help[language]}</span>
          </span>
        )}
        onChange={props.handleOnChange}
      />
      {field?.args.map((arg) => {
        const label = arg.label[language];
        const asked: Asked = { ...arg, field: field.field, arg: arg.name, optional: !arg.required };
        return (
          <span key={arg.name} className="flex items-center gap-2">
            <span className="text-soft">{label}</span>
            <ValueField
              asked={asked}
              label={label}
              value={args[arg.name] ?? null}
              onChange={(chosen) => setArg(path, arg.name, chosen as string | number | null)}
            />
          </span>
        );
      })}
    </>
  );
}

function isFound(typed: string, field: RuleField | undefined, language: Language): boolean {
  if (!field) return false;
  const words = `${field.label[language]} ${field.help[language]}`;
  return words.toLocaleLowerCase(language).includes(typed.trim().toLocaleLowerCase(language));
}

/** The value of a rule: none, one, two bounds, or a list, by its operator. */
export function Value(props: ValueEditorProps) {
  const text = useText();
  const language = useLanguage();
  const { operator, handleOnChange } = props;
  const field = contextOf(props).fieldOf(props.field);
  const value = props.value as RuleValue | undefined;
  if (!field) return null;
  const asked: Asked = { ...field, arg: null };
  const label = field.label[language];
  switch (shapeOf(operator)) {
    case 'none':
      return null;
    case 'one':
      return (
        <ValueField
          asked={asked}
          label={label}
          value={Array.isArray(value) ? null : (value ?? null)}
          onChange={handleOnChange}
        />
      );
    case 'list':
      return (
        <ListField
          asked={asked}
          label={label}
          values={Array.isArray(value) ? value : []}
          onChange={handleOnChange}
        />
      );
    case 'span': {
      const bounds = Array.isArray(value) ? value : [];
      const bound = (at: 0 | 1) => (
        <ValueField
          asked={asked}
          label={text(at === 0 ? 'console.segments.at_least' : 'console.segments.at_most', { what: label })}
          value={bounds[at] ?? null}
          onChange={(chosen) => {
            const next: unknown[] = [bounds[0] ?? null, bounds[1] ?? null];
            next[at] = chosen;
            handleOnChange(next);
          }}
        />
      );
      return (
        <span className="flex flex-wrap items-center gap-2">
          {bound(0)}
          <span className="text-soft">{text('console.segments.and')}</span>
          {bound(1)}
        </span>
      );
    }
  }
}

/** A rule with what its field means, and below it what the API found wrong with it. */
export function RuleWithFaults(props: RuleProps) {
  const language = useLanguage();
  const { fieldOf, faults } = contextOf(props);
  const wrong = faults.get(placeKey(props.path)) ?? [];
  const help = fieldOf(props.rule.field)?.help[language];
  return (
    <div className={`rule-block ${wrong.length > 0 ? 'rule-wrong' : ''}`}>
      <Rule {...props} />
      {help ? <p className="text-12 text-soft">{help}</p> : null}
      <Faults sentences={wrong} />
    </div>
  );
}

/** A group, and what is wrong with it as a whole. */
export function GroupWithFaults(props: RuleGroupProps) {
  return (
    <div>
      <RuleGroup {...props} />
      <Faults sentences={contextOf(props).faults.get(placeKey(props.path)) ?? []} />
    </div>
  );
}

function Faults({ sentences }: { sentences: readonly string[] }) {
  return sentences.map((sentence) => (
    <p key={sentence} role="alert" className="text-danger">
      {sentence}
    </p>
  ));
}
