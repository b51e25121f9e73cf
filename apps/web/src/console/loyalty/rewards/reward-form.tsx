import { type Reward, type RewardType, rewardCreate, rewardType, rewardUpdate } from '@wafa/contract';
import { Form, Input, Select } from 'antd';
import { useAct } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useLanguage, useText } from '../../../shared/hooks.ts';
import { ContractForm } from '../../shared/contract-form.tsx';
import { BothLanguages, FieldGroup, NumberField, SpanFields, SwitchField } from '../../shared/fields.tsx';
import { useProgrammes } from '../../shared/programmes.ts';
import { useStore } from '../../shared/store.ts';
import { blankReward, fromFields, toFields } from './reward-fields.ts';

interface RewardFormProps {
  reward: Reward | null;
  onSaved: (reward: Reward) => void;
}

/** Makes a reward, or changes its terms. Codes given before keep theirs. */
export function RewardForm({ reward, onSaved }: RewardFormProps) {
  const text = useText();
  const { currency, timeZone } = useStore();
  const [form] = Form.useForm();
  const create = useAct(endpoints.loyalty.createReward);
  const update = useAct(endpoints.loyalty.updateReward);
  const type = Form.useWatch<RewardType | undefined>('rewardType', form) ?? reward?.rewardType;
  const shared = {
    form,
    initial: reward ? toFields(reward, timeZone) : blankReward,
    collect: (values: Record<string, unknown>) => fromFields(values, { currency, timeZone, isNew: !reward }),
    send: text(reward ? 'action.save' : 'console.loyalty.create'),
  };
  const fields = <Fields type={type} reward={reward} />;
  if (reward) {
    return (
      <ContractForm
        {...shared}
        schema={rewardUpdate}
        submit={async (terms) => {
          const { data, error } = await update.act({ ...terms, rewardId: reward.id });
          if (data) onSaved(data);
          return error;
        }}
      >
        {fields}
      </ContractForm>
    );
  }
  return (
    <ContractForm
      {...shared}
      schema={rewardCreate}
      submit={async (terms) => {
        const { data, error } = await create.act(terms);
        if (data) onSaved(data);
        return error;
      }}
    >
      {fields}
    </ContractForm>
  );
}

function Fields({ type, reward }: { type: RewardType | undefined; reward: Reward | null }) {
  const text = useText();
  return (
    <>
      <BothLanguages path={['name']} label={text('console.loyalty.name')} max={120} />
      <BothLanguages path={['description']} label={text('console.loyalty.description')} max={1000} long />
      <Form.Item
        name="imageUrl"
        label={text('console.loyalty.image')}
        extra={text('console.loyalty.image_hint')}
      >
        <Input type="url" dir="ltr" placeholder="https://" />
      </Form.Item>
      <FieldGroup title={text('console.loyalty.what_it_gives')}>
        <Gift type={type} isNew={!reward} />
      </FieldGroup>
      <FieldGroup title={text('console.loyalty.who_and_when')}>
        <Audience reward={reward} />
      </FieldGroup>
      <FieldGroup title={text('console.loyalty.the_code')}>
        <div className="grid gap-x-4 min-[40rem]:grid-cols-2">
          <NumberField
            path="codeDays"
            label={text('console.loyalty.code_days')}
            unit={text('console.loyalty.days')}
            min={1}
            max={3650}
          />
          {type === 'partner_code' ? null : (
            <NumberField
              path="cancelHours"
              label={text('console.loyalty.cancel_hours')}
              hint={text('console.loyalty.cancel_hours_hint')}
              unit={text('console.loyalty.hours')}
              min={0}
            />
          )}
        </div>
        <SwitchField path="returnsPoints" label={text('console.loyalty.returns_points')} />
      </FieldGroup>
    </>
  );
}

/** Which types carry a value, and in what unit it is typed. */
function Gift({ type, isNew }: { type: RewardType | undefined; isNew: boolean }) {
  const text = useText();
  const { currency } = useStore();
  const unit = type === 'discount_percent' ? '%' : currency;
  const valued = type === 'discount_percent' || type === 'discount_fixed' || type === 'gift_card';
  return (
    <div className="grid gap-x-4 min-[40rem]:grid-cols-2">
      <Form.Item name="rewardType" label={text('console.loyalty.kind')}>
        <Select
          disabled={!isNew && type === 'partner_code'}
          options={rewardType.options.map((value) => ({ value, label: text(`rewards.type.${value}`) }))}
        />
      </Form.Item>
      <NumberField
        path="pointsCost"
        label={text('console.loyalty.cost')}
        unit={text('console.points')}
        min={1}
      />
      {valued ? (
        <NumberField path="rewardValue" label={text('console.loyalty.reward_value')} unit={unit} min={0} />
      ) : null}
      {type === 'free_product' ? (
        <Form.Item name="sku" label={text('console.loyalty.sku')}>
          <Input dir="ltr" />
        </Form.Item>
      ) : null}
      {type === 'partner_code' ? null : (
        <NumberField
          path="stock"
          label={text('console.loyalty.stock')}
          hint={text('console.loyalty.stock_hint')}
          min={0}
          placeholder={text('console.loyalty.no_end')}
        />
      )}
      <NumberField path="lowStockAt" label={text('console.loyalty.low_stock')} min={0} />
    </div>
  );
}

function Audience({ reward }: { reward: Reward | null }) {
  const text = useText();
  const language = useLanguage();
  const programmes = useProgrammes();
  const chosen = Form.useWatch<string | undefined>('programId') ?? reward?.programId;
  const programme =
    programmes.find(({ id }) => id === chosen) ?? programmes.find(({ isDefault }) => isDefault);
  return (
    <>
      {reward === null && programmes.length > 1 ? (
        <Form.Item name="programId" label={text('console.loyalty.programme')}>
          <Select
            allowClear
            placeholder={programmes.find(({ isDefault }) => isDefault)?.name[language]}
            options={programmes.map(({ id, name }) => ({ value: id, label: name[language] }))}
          />
        </Form.Item>
      ) : null}
      <Form.Item
        name="tiers"
        label={text('console.loyalty.tiers')}
        extra={text('console.loyalty.tiers_hint')}
      >
        <Select
          mode="multiple"
          allowClear
          placeholder={text('console.loyalty.everyone')}
          options={programme?.tiers.map(({ key, name }) => ({ value: key, label: name[language] }))}
        />
      </Form.Item>
      <Form.Item
        name="segments"
        label={text('console.loyalty.segments')}
        extra={text('console.loyalty.segments_hint')}
      >
        <Select
          mode="tags"
          allowClear
          open={false}
          suffixIcon={null}
          tokenSeparators={[',', ' ']}
          placeholder={text('console.loyalty.everyone')}
        />
      </Form.Item>
      <NumberField
        path="perCustomer"
        label={text('console.loyalty.per_customer')}
        min={1}
        placeholder={text('console.loyalty.no_end')}
      />
      <SpanFields
        start="validFrom"
        end="validUntil"
        labels={[text('console.loyalty.from_time'), text('console.loyalty.to_time')]}
      />
      <SwitchField path="isActive" label={text('console.loyalty.in_catalogue')} />
    </>
  );
}
