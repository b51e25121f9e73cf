import { type EarnRule, type EarnRuleKind, earnEvents, earnRule, type Program } from '@wafa/contract';
import { Form, Input, Select } from 'antd';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useLanguage, useText } from '../../../shared/hooks.ts';
import { ContractForm } from '../../shared/contract-form.tsx';
import { BothLanguages, FieldGroup, NumberField, SpanFields, SwitchField } from '../../shared/fields.tsx';
import { useLocationNames } from '../../shared/location-names.ts';
import { Side } from '../../shared/side.tsx';
import { useStore } from '../../shared/store.ts';
import { useWeekdays } from '../../shared/weekdays.ts';
import { blankRule, fromFields, toFields } from './rule-fields.ts';

const kinds: readonly EarnRuleKind[] = ['multiplier', 'rate', 'points', 'exclude', 'event'];

interface RuleSideProps {
  programme: Program;
  /** Null: a rule that is being made. */
  rule: EarnRule | null;
  onClose: () => void;
  onDone: (rule: EarnRule) => void;
}

/** One rule: what it gives, when it holds, and the most that it gives. It joins the draft, unsaved. */
export function RuleSide({ programme, rule, onClose, onDone }: RuleSideProps) {
  const text = useText();
  const { currency, timeZone } = useStore();
  const [form] = Form.useForm();
  const kind = Form.useWatch<EarnRuleKind | undefined>('kind', form) ?? rule?.kind ?? 'multiplier';
  return (
    <Side
      title={text(rule ? 'console.loyalty.edit_rule' : 'console.loyalty.add_rule')}
      size={640}
      onClose={onClose}
    >
      <ContractForm
        form={form}
        schema={earnRule}
        initial={rule ? toFields(rule, { currency, timeZone }) : blankRule()}
        collect={(values) => fromFields({ id: rule?.id, ...values }, { currency, timeZone })}
        submit={async (done) => onDone(done)}
        send={text('console.loyalty.put_in_draft')}
      >
        <Form.Item name="id" hidden>
          <Input />
        </Form.Item>
        <Form.Item
          name="kind"
          label={text('console.loyalty.rule_kind')}
          extra={text(`console.loyalty.rule_${kind}_text`)}
        >
          <Select options={kinds.map((value) => ({ value, label: text(`console.loyalty.rule_${value}`) }))} />
        </Form.Item>
        <Gives kind={kind} />
        <BothLanguages path={['name']} label={text('console.loyalty.rule_name')} max={80} />
        <FieldGroup title={text('console.loyalty.conditions')} lead={text('console.loyalty.conditions_lead')}>
          <Conditions kind={kind} programme={programme} />
        </FieldGroup>
        {kind === 'exclude' ? null : (
          <FieldGroup title={text('console.loyalty.caps')} lead={text('console.loyalty.caps_lead')}>
            <Caps kind={kind} />
          </FieldGroup>
        )}
        <FieldGroup title={text('console.loyalty.when_it_runs')}>
          <SwitchField path="isActive" label={text('console.loyalty.active')} />
          <SpanFields
            start="startsAt"
            end="endsAt"
            labels={[text('console.loyalty.from_time'), text('console.loyalty.to_time')]}
          />
        </FieldGroup>
      </ContractForm>
    </Side>
  );
}

function Gives({ kind }: { kind: EarnRuleKind }) {
  const text = useText();
  const { currency } = useStore();
  const points = text('console.points');
  if (kind === 'multiplier')
    return <NumberField path="percent" label={text('console.loyalty.percent')} unit="%" min={0} />;
  if (kind === 'rate')
    return (
      <NumberField
        path="pointsPerUnit"
        label={text('console.loyalty.more_per_unit', { currency })}
        unit={points}
        min={0}
      />
    );
  if (kind === 'exclude') return null;
  return (
    <div className="grid gap-x-4 min-[40rem]:grid-cols-2">
      <NumberField path="points" label={text('console.loyalty.gives')} unit={points} min={0} />
      {kind === 'points' ? (
        <Form.Item name="per" label={text('console.loyalty.per')}>
          <Select
            options={['order', 'line', 'item'].map((value) => ({
              value,
              label: text(`console.loyalty.per_${value}`),
            }))}
          />
        </Form.Item>
      ) : (
        <Form.Item
          name="event"
          label={text('console.loyalty.event')}
          extra={text('console.loyalty.event_hint')}
        >
          <Select
            showSearch
            mode={undefined}
            options={earnEvents.map((value) => ({ value, label: text(`console.loyalty.event_${value}`) }))}
          />
        </Form.Item>
      )}
    </div>
  );
}

function Conditions({ kind, programme }: { kind: EarnRuleKind; programme: Program }) {
  const text = useText();
  const language = useLanguage();
  const { currency, may } = useStore();
  const locations = useLocationNames();
  const { data: catalogue } = useRead(endpoints.catalogue.categories, {}, { skip: !may('catalogue.read') });
  const categories = catalogue?.categories.map(({ category }) => ({ value: category, label: category }));
  const tiers = programme.tiers.map(({ key, name }) => ({ value: key, label: name[language] }));
  return (
    <>
      {kind === 'event' ? null : (
        <>
          <Choices name="categories" options={categories} free />
          <Choices name="skus" free />
          <NumberField
            path={['when', 'minimumBasket']}
            label={text('console.loyalty.minimum_basket')}
            unit={currency}
            min={0}
          />
          <SwitchField path={['when', 'firstOrder']} label={text('console.loyalty.first_order')} />
        </>
      )}
      <Choices name="locations" options={locations} />
      <Choices name="tiers" options={tiers} />
      <Choices name="segments" free />
      <Choices name="weekdays" options={useWeekdays()} />
      <div className="grid gap-x-4 min-[40rem]:grid-cols-2">
        {(['from', 'to'] as const).map((end) => (
          <Form.Item key={end} name={['when', 'hours', end]} label={text(`console.loyalty.hours_${end}`)}>
            <Input type="time" dir="ltr" />
          </Form.Item>
        ))}
      </div>
    </>
  );
}

interface ChoicesProps {
  name: 'categories' | 'skus' | 'locations' | 'tiers' | 'segments' | 'weekdays';
  options?: { value: string | number; label: string }[] | undefined;
  /** Values can be typed that are not in the list. */
  free?: boolean;
}

function Choices({ name, options, free }: ChoicesProps) {
  const text = useText();
  const listed = options !== undefined && options.length > 0;
  return (
    <Form.Item name={['when', name]} label={text(`console.loyalty.when_${name}`)}>
      <Select
        mode={free ? 'tags' : 'multiple'}
        allowClear
        options={options}
        open={listed || !free ? undefined : false}
        tokenSeparators={free ? [','] : undefined}
        optionFilterProp="label"
        placeholder={text('console.loyalty.any')}
      />
    </Form.Item>
  );
}

function Caps({ kind }: { kind: EarnRuleKind }) {
  const text = useText();
  return (
    <div className="grid gap-x-4 min-[40rem]:grid-cols-2">
      {(['perOrder', 'perDay', 'perMonth', 'perCustomer'] as const).map((cap) => (
        <NumberField
          key={cap}
          path={['caps', cap]}
          label={text(
            kind === 'event' && cap === 'perOrder'
              ? 'console.loyalty.limit_perEvent'
              : `console.loyalty.limit_${cap}`,
          )}
          unit={text('console.points')}
          min={1}
          placeholder={text('console.loyalty.no_end')}
        />
      ))}
    </div>
  );
}
