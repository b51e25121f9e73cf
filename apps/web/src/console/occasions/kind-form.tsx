import { mostOwnDates, type OccasionGift, type OccasionSettings, occasionKindUpdate } from '@wafa/contract';
import { App, Button, Form, Select } from 'antd';
import { useAct, useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useLanguage, useText } from '../../shared/hooks.ts';
import { ContractForm } from '../shared/contract-form.tsx';
import { BothLanguages, FieldGroup, NumberField, SwitchField } from '../shared/fields.tsx';
import { useProgrammes } from '../shared/programmes.ts';
import { everybody, fromFields, toFields } from './kind-fields.ts';

/** Changes how a kind of occasion is celebrated. */
export function KindForm({ kind, onSaved }: { kind: OccasionSettings; onSaved: () => void }) {
  const text = useText();
  const { message } = App.useApp();
  const [form] = Form.useForm();
  const { act } = useAct(endpoints.occasions.updateKind);
  return (
    <ContractForm
      form={form}
      schema={occasionKindUpdate}
      initial={toFields(kind)}
      collect={fromFields}
      send={text('action.save')}
      submit={async (terms) => {
        const { data, error } = await act({ ...terms, kind: kind.kind });
        if (data) {
          message.success(text('state.saved'));
          onSaved();
        }
        return error;
      }}
    >
      <SwitchField path="isActive" label={text('console.occasions.celebrated')} />
      <BothLanguages path={['name']} label={text('console.occasions.name')} max={80} />
      <FieldGroup title={text('console.occasions.gifts')} lead={text('console.occasions.gifts_lead')}>
        <Gifts />
      </FieldGroup>
      <FieldGroup title={text('console.occasions.when')}>
        <Days kind={kind} />
      </FieldGroup>
    </ContractForm>
  );
}

function Days({ kind }: { kind: OccasionSettings }) {
  const text = useText();
  const days = text('console.occasions.days');
  const choice = (name: string, values: readonly string[], hint?: string) => (
    <Form.Item name={name} label={text(`console.occasions.${name}`)} extra={hint}>
      <Select
        options={values.map((value) => ({ value, label: text(`console.occasions.${name}_${value}`) }))}
      />
    </Form.Item>
  );
  return (
    <div className="grid gap-x-4 min-[40rem]:grid-cols-2">
      <NumberField
        path="daysBefore"
        label={text('console.occasions.days_before')}
        unit={days}
        min={0}
        max={30}
      />
      <NumberField
        path="daysAfter"
        label={text('console.occasions.days_after')}
        unit={days}
        min={0}
        max={30}
      />
      <NumberField
        path="messageDaysBefore"
        label={text('console.occasions.message')}
        hint={text('console.occasions.message_hint')}
        unit={days}
        min={0}
        max={60}
        placeholder={text('console.occasions.never')}
      />
      {kind.kind === 'anniversary' ? null : (
        <NumberField
          path="waitDays"
          label={text('console.occasions.wait')}
          hint={text('console.occasions.wait_hint')}
          unit={days}
          min={0}
          max={365}
        />
      )}
      {kind.kind === 'own' ? (
        <NumberField
          path="maxPerCustomer"
          label={text('console.occasions.most')}
          min={1}
          max={mostOwnDates}
        />
      ) : (
        choice('calendar', ['gregorian', 'hijri'], text(`console.occasions.calendar_hint_${kind.kind}`))
      )}
      {choice('leapDay', ['feb_28', 'mar_1'], text('console.occasions.leapDay_hint'))}
    </div>
  );
}

/** A gift for everybody, and others for the tiers that have their own. */
function Gifts() {
  const text = useText();
  return (
    <Form.List name="gifts">
      {(fields, { add, remove }) => (
        <div className="grid gap-3 pb-3">
          {fields.map(({ key, name }) => (
            <GiftFields key={key} at={name} onRemove={() => remove(name)} />
          ))}
          <Button
            type="dashed"
            onClick={() =>
              add({ tier: fields.length === 0 ? everybody : undefined, gift: { type: 'points' } })
            }
          >
            {text('console.occasions.add_gift')}
          </Button>
        </div>
      )}
    </Form.List>
  );
}

const giftTypes: readonly OccasionGift['type'][] = ['points', 'reward', 'text'];

function GiftFields({ at, onRemove }: { at: number; onRemove: () => void }) {
  const text = useText();
  const language = useLanguage();
  const programme = useProgrammes().find(({ isDefault }) => isDefault);
  const type = Form.useWatch<OccasionGift['type'] | undefined>(['gifts', at, 'gift', 'type']);
  return (
    <section className="panel p-3 pb-1" aria-label={text('console.occasions.gift')}>
      <div className="grid gap-x-4 min-[40rem]:grid-cols-2">
        <Form.Item name={[at, 'tier']} label={text('console.occasions.for_whom')}>
          <Select
            options={[
              { value: everybody, label: text('console.occasions.everybody') },
              ...(programme?.tiers ?? []).map(({ key, name }) => ({ value: key, label: name[language] })),
            ]}
          />
        </Form.Item>
        <Form.Item name={[at, 'gift', 'type']} label={text('console.occasions.gift')}>
          <Select
            options={giftTypes.map((value) => ({ value, label: text(`console.occasions.gift_${value}`) }))}
          />
        </Form.Item>
      </div>
      {type === 'points' ? (
        <NumberField path={[at, 'gift', 'points']} label={text('console.points')} min={1} max={1_000_000} />
      ) : null}
      {type === 'reward' ? <RewardField at={at} /> : null}
      {type === 'text' ? (
        <BothLanguages
          path={[at, 'gift', 'text']}
          label={text('console.occasions.gift_words')}
          max={500}
          long
        />
      ) : null}
      <Button type="text" danger className="!mb-2" onClick={onRemove}>
        {text('console.occasions.remove_gift')}
      </Button>
    </section>
  );
}

function RewardField({ at }: { at: number }) {
  const text = useText();
  const language = useLanguage();
  const { data } = useRead(endpoints.loyalty.rewards, { isActive: 'true', limit: 100 });
  return (
    <Form.Item
      name={[at, 'gift', 'rewardId']}
      label={text('console.occasions.gift_reward')}
      extra={text('console.occasions.reward_hint')}
    >
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        options={data?.rewards.map(({ id, name }) => ({ value: id, label: name[language] }))}
      />
    </Form.Item>
  );
}
