import { type OfferCodeMode, offerCodeMode } from '@wafa/contract';
import { Form, Input, Select, Switch } from 'antd';
import { useText } from '../../../shared/hooks.ts';
import { NumberField, SwitchField } from '../../shared/fields.tsx';
import { useStore } from '../../shared/store.ts';

interface Props {
  /** Somebody has it: how it is come by, and who is kept from it, are fixed. */
  isTaken: boolean;
}

/** How a customer comes by the offer. */
export function CodeFields({ isTaken }: Props) {
  const text = useText();
  const mode = Form.useWatch<OfferCodeMode | undefined>('codeMode') ?? 'automatic';
  const claimed = Form.useWatch<boolean | undefined>('claimNeeded');
  return (
    <>
      <Form.Item
        name="codeMode"
        label={text('console.offers.code_mode')}
        extra={text(isTaken ? 'console.offers.fixed' : `console.offers.mode_${mode}_text`)}
      >
        <Select
          disabled={isTaken}
          options={offerCodeMode.options.map((value) => ({
            value,
            label: text(`console.offers.mode_${value}`),
          }))}
        />
      </Form.Item>
      {mode === 'shared' ? (
        <Form.Item name="sharedCode" label={text('console.offers.shared_code')} className="max-w-80">
          <Input dir="ltr" maxLength={30} autoComplete="off" />
        </Form.Item>
      ) : null}
      <Form.Item
        name="claimNeeded"
        valuePropName="checked"
        label={text('console.offers.claim_needed')}
        extra={text('console.offers.claim_needed_hint')}
      >
        <Switch disabled={isTaken} />
      </Form.Item>
      {claimed || mode === 'single' ? (
        <div className="max-w-80">
          <NumberField
            path="claimDays"
            label={text('console.offers.claim_days')}
            unit={text('console.loyalty.days')}
            min={1}
            max={365}
          />
        </div>
      ) : null}
    </>
  );
}

/** How often the offer can be had, and when it is used up. */
export function LimitFields() {
  const text = useText();
  const { currency } = useStore();
  const open = text('console.loyalty.no_end');
  return (
    <div className="grid gap-x-4 min-[40rem]:grid-cols-2">
      {(['total', 'perDay', 'perCustomer', 'perCustomerPerDay'] as const).map((limit) => (
        <NumberField
          key={limit}
          path={['limits', limit]}
          label={text(`console.offers.times_${limit}`)}
          min={1}
          placeholder={open}
        />
      ))}
      <NumberField
        path={['budget', 'money']}
        label={text('console.offers.budget_money')}
        unit={currency}
        min={0}
        placeholder={open}
      />
      <NumberField
        path={['budget', 'points']}
        label={text('console.offers.budget_points')}
        unit={text('console.points')}
        min={1}
        placeholder={open}
      />
    </div>
  );
}

/** What the offer goes together with. */
export function StackingFields() {
  const text = useText();
  return (
    <>
      <SwitchField
        path={['stacking', 'exclusive']}
        label={text('console.offers.exclusive')}
        hint={text('console.offers.exclusive_hint')}
      />
      <div className="grid gap-x-4 min-[40rem]:grid-cols-2">
        <Form.Item
          name={['stacking', 'group']}
          label={text('console.offers.group')}
          extra={text('console.offers.group_hint')}
        >
          <Input dir="ltr" maxLength={60} autoComplete="off" />
        </Form.Item>
        <NumberField
          path={['stacking', 'priority']}
          label={text('console.offers.priority')}
          hint={text('console.offers.priority_hint')}
          min={0}
          max={1000}
        />
      </div>
    </>
  );
}

/** The share of customers who are kept from the offer, so that its effect can be told. */
export function HoldoutField({ isTaken }: Props) {
  const text = useText();
  return (
    <Form.Item
      name="holdoutPercent"
      label={text('console.offers.holdout_percent')}
      extra={isTaken ? text('console.offers.fixed') : undefined}
      className="max-w-80"
    >
      <Select
        disabled={isTaken}
        options={[0, 5, 10, 20, 30, 50].map((value) => ({
          value,
          label: text(value === 0 ? 'console.offers.holdout_none' : 'console.offers.holdout_share', {
            share: value,
          }),
        }))}
      />
    </Form.Item>
  );
}
