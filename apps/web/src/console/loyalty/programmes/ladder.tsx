import { type Ladder as LadderFacts, ladderInput, type Program } from '@wafa/contract';
import { App, Button, Checkbox, Form, Input, Popconfirm, Select } from 'antd';
import { useAct, useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useText } from '../../../shared/hooks.ts';
import { Icon } from '../../../shared/ui/icon.tsx';
import { Pending } from '../../../shared/ui/states.tsx';
import { ContractForm } from '../../shared/contract-form.tsx';
import { BothLanguages, FieldGroup, NumberField } from '../../shared/fields.tsx';
import { useStore } from '../../shared/store.ts';
import { fromFields, toFields } from './ladder-fields.ts';

/** The tiers of a programme, what counts towards them, and how they end. */
export function Ladder({ programme }: { programme: Program }) {
  const { data, error, refetch } = useRead(endpoints.loyalty.ladder, { programId: programme.id });
  if (data) return <LadderForm key={data.ruleVersion} ladder={data} />;
  return <Pending error={error} retry={refetch} rows={6} />;
}

function LadderForm({ ladder }: { ladder: LadderFacts }) {
  const text = useText();
  const { message } = App.useApp();
  const { currency, may } = useStore();
  const [form] = Form.useForm();
  const { act } = useAct(endpoints.loyalty.editLadder);
  const basis = Form.useWatch<string | undefined>('basis', form) ?? ladder.basis;
  return (
    <fieldset disabled={!may('loyalty.edit')}>
      <ContractForm
        form={form}
        schema={ladderInput}
        initial={toFields(ladder, currency)}
        collect={(values) => fromFields(values, { currency, ruleVersion: ladder.ruleVersion })}
        submit={async (rules) => {
          const { data, error } = await act({ ...rules, programId: ladder.programId });
          if (data) message.success(text('console.loyalty.ladder_saved'));
          return error;
        }}
        send={text('console.loyalty.save_ladder')}
      >
        <div className="grid items-start gap-x-6 gap-y-4 desk:grid-cols-[minmax(0,1fr)_20rem]">
          <TierList ladder={ladder} unit={basis === 'spend' ? currency : text('console.points')} />
          <div className="panel p-4">
            <LadderRules />
            <Form.Item name="applyNow" valuePropName="checked" extra={text('console.loyalty.apply_now_hint')}>
              <Checkbox>{text('console.loyalty.apply_now')}</Checkbox>
            </Form.Item>
          </div>
        </div>
      </ContractForm>
    </fieldset>
  );
}

function LadderRules() {
  const text = useText();
  const window = Form.useWatch<string | undefined>('window');
  const choices = (name: string, values: readonly string[]) => (
    <Form.Item name={name} label={text(`console.loyalty.ladder_${name}`)}>
      <Select
        options={values.map((value) => ({ value, label: text(`console.loyalty.ladder_${name}_${value}`) }))}
      />
    </Form.Item>
  );
  const days = text('console.loyalty.days');
  return (
    <>
      {choices('basis', ['points', 'spend'])}
      {choices('window', ['rolling', 'calendar'])}
      {window === 'calendar' ? null : (
        <NumberField
          path="windowMonths"
          label={text('console.loyalty.window_months')}
          unit={text('console.loyalty.months')}
          min={1}
          max={120}
        />
      )}
      {choices('fall', ['one_step', 'direct'])}
      <NumberField path="graceDays" label={text('console.loyalty.grace_days')} unit={days} min={0} max={90} />
      <NumberField
        path="tierWarningDays"
        label={text('console.loyalty.tier_warning')}
        hint={text('console.loyalty.tier_warning_hint')}
        unit={days}
        min={0}
        max={180}
      />
      <Form.Item
        name="expiryWarningDays"
        label={text('console.loyalty.expiry_warning')}
        extra={text('console.loyalty.expiry_warning_hint')}
      >
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', ' ']} />
      </Form.Item>
    </>
  );
}

function TierList({ ladder, unit }: { ladder: LadderFacts; unit: string }) {
  const text = useText();
  const { may } = useStore();
  return (
    <Form.List name="tiers">
      {(fields, { add, remove }) => (
        <div className="grid gap-3">
          {fields.map(({ key, name }) => (
            <TierFields
              key={key}
              at={name}
              unit={unit}
              known={ladder.tiers}
              onRemove={fields.length > 1 ? () => remove(name) : undefined}
            />
          ))}
          {may('loyalty.edit') && fields.length < 10 ? (
            <Button type="dashed" onClick={() => add({ multiplierPercent: 100, benefits: [] })}>
              {text('console.loyalty.add_tier')}
            </Button>
          ) : null}
        </div>
      )}
    </Form.List>
  );
}

interface TierFieldsProps {
  at: number;
  unit: string;
  known: LadderFacts['tiers'];
  onRemove: (() => void) | undefined;
}

function TierFields({ at, unit, known, onRemove }: TierFieldsProps) {
  const text = useText();
  const { may } = useStore();
  const key = Form.useWatch<string | undefined>(['tiers', at, 'key']);
  const tier = known.find((candidate) => candidate.key === key);
  return (
    <section className="panel p-4 pb-2">
      <div className="flex flex-wrap items-center justify-between gap-3 pb-2">
        <h2 className="font-semibold">
          <bdi>{text('console.loyalty.tier_number', { number: at + 1 })}</bdi>
          <bdi className="ms-3 font-normal text-soft">
            {tier
              ? text('console.loyalty.holders', { count: tier.customers })
              : text('console.loyalty.new_tier')}
          </bdi>
        </h2>
        {onRemove && may('loyalty.edit') ? (
          <Popconfirm
            title={text('console.loyalty.remove_tier_ask')}
            description={
              <span className="block max-w-[36ch]">
                {text('console.loyalty.remove_tier_text', { count: tier?.customers ?? 0 })}
              </span>
            }
            okText={text('console.loyalty.remove')}
            onConfirm={onRemove}
          >
            <Button type="text" danger>
              {text('console.loyalty.remove')}
            </Button>
          </Popconfirm>
        ) : null}
      </div>
      <BothLanguages path={[at, 'name']} label={text('console.loyalty.name')} max={80} />
      <div className="grid gap-x-4 min-[40rem]:grid-cols-3">
        <NumberField
          path={[at, 'threshold']}
          label={text('console.loyalty.from_threshold')}
          unit={unit}
          min={0}
        />
        <NumberField
          path={[at, 'multiplierPercent']}
          label={text('console.loyalty.multiplier')}
          unit="%"
          min={0}
          max={10_000}
        />
        <Form.Item name={[at, 'key']} label={text('console.loyalty.key')}>
          <Input dir="ltr" readOnly={tier !== undefined} placeholder="diamond" />
        </Form.Item>
      </div>
      <Benefits at={at} />
    </section>
  );
}

function Benefits({ at }: { at: number }) {
  const text = useText();
  const { may } = useStore();
  return (
    <FieldGroup title={text('console.loyalty.benefits')}>
      <Form.List name={[at, 'benefits']}>
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2">
                <BothLanguages path={[name, 'name']} label={text('console.loyalty.benefit')} max={80} />
                <Button
                  type="text"
                  className="mt-7"
                  icon={<Icon name="close" size={16} />}
                  aria-label={text('console.loyalty.remove')}
                  onClick={() => remove(name)}
                />
              </div>
            ))}
            {may('loyalty.edit') && fields.length < 20 ? (
              <Button type="link" className="!px-0" onClick={() => add({})}>
                {text('console.loyalty.add_benefit')}
              </Button>
            ) : null}
          </>
        )}
      </Form.List>
    </FieldGroup>
  );
}
