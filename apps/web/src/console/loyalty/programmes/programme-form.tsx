import { type Program, programCreate, programUpdate } from '@wafa/contract';
import { Form, Input, Select } from 'antd';
import { useAct } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useText } from '../../../shared/hooks.ts';
import { ContractForm } from '../../shared/contract-form.tsx';
import { BothLanguages, FieldGroup, NumberField, SpanFields, SwitchField } from '../../shared/fields.tsx';
import { useStore } from '../../shared/store.ts';
import { blankProgramme, fromFields, toFields } from './programme-fields.ts';

interface ProgrammeFormProps {
  programme: Program | null;
  onSaved: (programme: Program) => void;
}

/** Makes a programme, or changes its settings; rules and tiers have editors of their own. */
export function ProgrammeForm({ programme, onSaved }: ProgrammeFormProps) {
  const text = useText();
  const store = useStore();
  const [form] = Form.useForm();
  const create = useAct(endpoints.loyalty.createProgram);
  const update = useAct(endpoints.loyalty.updateProgram);
  const shared = {
    form,
    initial: programme ? toFields(programme, store.timeZone) : blankProgramme,
    send: text(programme ? 'action.save' : 'console.loyalty.create'),
  };
  if (programme) {
    return (
      <ContractForm
        {...shared}
        schema={programUpdate}
        collect={(values) => ({ ...fromFields(values, store), version: programme.version })}
        submit={async (settings) => {
          const { data, error } = await update.act({ ...settings, programId: programme.id });
          if (data) onSaved(data);
          return error;
        }}
      >
        <Fields />
      </ContractForm>
    );
  }
  return (
    <ContractForm
      {...shared}
      schema={programCreate}
      collect={(values) => fromFields(values, store)}
      submit={async (settings) => {
        const { data, error } = await create.act(settings);
        if (data) onSaved(data);
        return error;
      }}
    >
      <Fields />
    </ContractForm>
  );
}

function Fields() {
  const text = useText();
  const { currency } = useStore();
  const days = text('console.loyalty.days');
  return (
    <>
      <BothLanguages path={['name']} label={text('console.loyalty.name')} max={80} />
      <Form.Item name="description" label={text('console.loyalty.description')}>
        <Input.TextArea dir="auto" rows={2} maxLength={1000} />
      </Form.Item>
      <FieldGroup title={text('console.loyalty.earning')}>
        <div className="grid gap-x-4 min-[40rem]:grid-cols-2">
          <NumberField
            path="pointsPerUnit"
            label={text('console.loyalty.points_per_unit', { currency })}
            unit={text('console.points')}
            min={0}
          />
          <NumberField
            path="minimumSpend"
            label={text('console.loyalty.minimum_spend')}
            hint={text('console.loyalty.minimum_spend_hint')}
            unit={currency}
            min={0}
          />
          <NumberField
            path="pointWorth"
            label={text('console.loyalty.worth_of_hundred')}
            hint={text('console.loyalty.worth_hint')}
            unit={currency}
            min={0}
            placeholder={text('console.loyalty.no_price')}
          />
          <NumberField
            path="pendingDays"
            label={text('console.loyalty.pending_days')}
            hint={text('console.loyalty.pending_hint')}
            unit={days}
            min={0}
            max={365}
          />
          <NumberField
            path="expiryMonths"
            label={text('console.loyalty.expiry_months')}
            hint={text('console.loyalty.expiry_hint')}
            unit={text('console.loyalty.months')}
            min={1}
            max={1200}
            placeholder={text('console.loyalty.never')}
          />
          <NumberField
            path="returnDays"
            label={text('console.loyalty.return_days')}
            hint={text('console.loyalty.return_hint')}
            unit={days}
            min={1}
            max={3650}
          />
        </div>
      </FieldGroup>
      <FieldGroup title={text('console.loyalty.membership')}>
        <Form.Item name="enrolment" label={text('console.loyalty.enrolment')}>
          <Select
            options={['automatic', 'consent'].map((value) => ({
              value,
              label: text(`console.loyalty.enrolment_${value}`),
            }))}
          />
        </Form.Item>
        <SwitchField
          path="transfers"
          label={text('console.loyalty.transfers')}
          hint={text('console.loyalty.transfers_hint')}
        />
      </FieldGroup>
      <FieldGroup title={text('console.loyalty.when_it_runs')}>
        <SwitchField
          path="isActive"
          label={text('console.loyalty.active')}
          hint={text('console.loyalty.active_hint')}
        />
        <SpanFields
          start="startsAt"
          end="endsAt"
          labels={[text('console.loyalty.from_time'), text('console.loyalty.to_time')]}
        />
      </FieldGroup>
    </>
  );
}
