import { type Offer, offerCreate, offerUpdate } from '@wafa/contract';
import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useAct } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useText } from '../../../shared/hooks.ts';
import { ContractForm } from '../../shared/contract-form.tsx';
import { BothLanguages, FieldGroup } from '../../shared/fields.tsx';
import { useStore } from '../../shared/store.ts';
import { Example } from '../basket/example.tsx';
import { AudienceFields } from './audience-fields.tsx';
import { BenefitFields, ScopeFields } from './benefit-fields.tsx';
import { CodeFields, HoldoutField, LimitFields, StackingFields } from './limit-fields.tsx';
import { blankOffer, fromFields, toFields } from './offer-fields.ts';
import { WhenFields } from './when-fields.tsx';

interface OfferFormProps {
  /** Null: an offer that is being made. */
  offer: Offer | null;
  onSaved: (offer: Offer) => void;
}

/** Makes an offer or changes its terms, with a basket beside it that says at once what it would become. */
export function OfferForm({ offer, onSaved }: OfferFormProps) {
  const [form] = Form.useForm();
  return (
    <div className="grid items-start gap-6 desk:grid-cols-[minmax(0,1fr)_19rem] min-[80rem]:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="max-w-[52rem]">
        <Saving form={form} offer={offer} onSaved={onSaved}>
          <Fields offer={offer} />
        </Saving>
      </div>
      <Example form={form} />
    </div>
  );
}

interface SavingProps extends OfferFormProps {
  form: ReturnType<typeof Form.useForm>[0];
  children: ReactNode;
}

function Saving({ form, offer, onSaved, children }: SavingProps) {
  const text = useText();
  const { currency, timeZone } = useStore();
  const create = useAct(endpoints.offers.create);
  const update = useAct(endpoints.offers.update);
  const terms = (values: Record<string, unknown>) => fromFields(values, { currency, timeZone });
  if (offer) {
    return (
      <ContractForm
        form={form}
        schema={offerUpdate}
        initial={toFields(offer, { currency, timeZone })}
        collect={terms}
        send={text('action.save')}
        submit={async (changed) => {
          const { data, error } = await update.act({ ...changed, offerId: offer.id });
          if (data) onSaved(data);
          return error;
        }}
      >
        {children}
      </ContractForm>
    );
  }
  return (
    <ContractForm
      form={form}
      schema={offerCreate}
      initial={blankOffer}
      collect={(values) => ({ ...terms(values), key: values.key || undefined })}
      send={text('console.offers.create')}
      submit={async (made) => {
        const { data, error } = await create.act(made);
        if (data) onSaved(data);
        return error;
      }}
    >
      {children}
    </ContractForm>
  );
}

function Fields({ offer }: { offer: Offer | null }) {
  const text = useText();
  // What was promised under other terms cannot be turned round any more.
  const isTaken = offer !== null && offer.claims + offer.redemptions > 0;
  return (
    <>
      <BothLanguages path={['name']} label={text('console.loyalty.name')} max={120} />
      <BothLanguages path={['description']} label={text('console.loyalty.description')} max={1000} long />
      {offer ? null : (
        <Form.Item
          name="key"
          className="max-w-96"
          label={text('console.offers.key')}
          extra={text('console.offers.key_hint')}
        >
          <Input dir="ltr" maxLength={60} autoComplete="off" />
        </Form.Item>
      )}
      <FieldGroup title={text('console.offers.benefit')}>
        <BenefitFields />
      </FieldGroup>
      <FieldGroup title={text('console.offers.scope')}>
        <ScopeFields />
      </FieldGroup>
      <FieldGroup title={text('console.offers.audience')}>
        <AudienceFields offerId={offer?.id} />
      </FieldGroup>
      <FieldGroup title={text('console.offers.when')} lead={text('console.offers.when_lead')}>
        <WhenFields />
      </FieldGroup>
      <FieldGroup title={text('console.offers.codes')}>
        <CodeFields isTaken={isTaken} />
      </FieldGroup>
      <FieldGroup title={text('console.offers.limits')} lead={text('console.offers.limits_lead')}>
        <LimitFields />
      </FieldGroup>
      <FieldGroup title={text('console.offers.stacking')} lead={text('console.offers.stacking_lead')}>
        <StackingFields />
      </FieldGroup>
      <FieldGroup title={text('console.offers.holdout')} lead={text('console.offers.holdout_lead')}>
        <HoldoutField isTaken={isTaken} />
      </FieldGroup>
    </>
  );
}
