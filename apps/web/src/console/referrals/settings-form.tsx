import { type ReferralSettings, referralSettingsUpdate } from '@wafa/contract';
import { Alert, App, Form } from 'antd';
import { useAct, useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useText } from '../../shared/hooks.ts';
import { Pending } from '../../shared/ui/states.tsx';
import { ContractForm } from '../shared/contract-form.tsx';
import { BothLanguages, FieldGroup, NumberField, SpanFields, SwitchField } from '../shared/fields.tsx';
import { useStore } from '../shared/store.ts';
import { fromFields, toFields } from './settings-fields.ts';

/** The terms of the programme. */
export function SettingsForm() {
  const { data, error, refetch } = useRead(endpoints.referrals.settings, {});
  if (error || !data) return <Pending error={error} retry={refetch} rows={8} />;
  return <Editor settings={data} />;
}

function Editor({ settings }: { settings: ReferralSettings }) {
  const text = useText();
  const store = useStore();
  const { message } = App.useApp();
  const [form] = Form.useForm();
  const { act } = useAct(endpoints.referrals.updateSettings);
  const mayEdit = store.may('referrals.edit');
  return (
    <fieldset disabled={!mayEdit} className="max-w-[760px]">
      {mayEdit ? null : (
        <Alert className="!mb-4" type="info" title={text('console.referrals.read_only')} showIcon />
      )}
      <ContractForm
        form={form}
        schema={referralSettingsUpdate}
        initial={toFields(settings, store)}
        collect={(values) => fromFields(values, store)}
        send={text('action.save')}
        submit={async (change) => {
          const { data, error } = await act(change);
          if (data) message.success(text('state.saved'));
          return error;
        }}
      >
        <Fields />
      </ContractForm>
    </fieldset>
  );
}

function Fields() {
  const text = useText();
  const { currency } = useStore();
  const points = text('console.points');
  const days = text('console.loyalty.days');
  const label = (key: string) => text(`console.referrals.set.${key}`);
  const number = (path: string, unit?: string, min = 0, hint?: string) => (
    <NumberField path={path} label={label(path)} unit={unit} min={min} hint={hint && label(hint)} />
  );
  const pair = 'grid gap-x-4 min-[40rem]:grid-cols-2';
  return (
    <>
      <FieldGroup title={label('rewards')}>
        <div className={pair}>
          {number('referrerPoints', points)}
          {number('friendPoints', points)}
          {number('minimumOrder', currency, 0, 'minimumOrder_hint')}
          {number('holdingDays', days, 0, 'holdingDays_hint')}
        </div>
      </FieldGroup>
      <FieldGroup title={label('limits')}>
        <div className={pair}>
          {number('capRewards', undefined, 1, 'capRewards_hint')}
          {number('capDays', days, 1)}
          {number('joinDays', days, 0, 'joinDays_hint')}
          {number('orderDays', days, 1, 'orderDays_hint')}
          {number('invitesPerDay', undefined, 1)}
        </div>
      </FieldGroup>
      <FieldGroup title={label('review')}>
        <SwitchField path="reviewsAll" label={label('reviewsAll')} hint={label('reviewsAll_hint')} />
        <SwitchField
          path="reviewsNetwork"
          label={label('reviewsNetwork')}
          hint={label('reviewsNetwork_hint')}
        />
      </FieldGroup>
      <FieldGroup title={label('message')} lead={label('message_lead')}>
        <BothLanguages path={['message']} label={label('message_label')} long max={600} />
      </FieldGroup>
      <FieldGroup title={label('when')} lead={label('when_lead')}>
        <SwitchField path="isActive" label={label('isActive')} />
        <SpanFields start="validFrom" end="validUntil" labels={[label('validFrom'), label('validUntil')]} />
      </FieldGroup>
    </>
  );
}
