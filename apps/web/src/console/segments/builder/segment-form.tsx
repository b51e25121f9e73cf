import type { ApiFailure } from '@wafa/client';
import { type RuleGroup, type Segment, segmentsContract } from '@wafa/contract';
import { App, Form, Input } from 'antd';
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { useAct, useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { asFailure, useText } from '../../../shared/hooks.ts';
import { ErrorState, RowsSkeleton } from '../../../shared/ui/states.tsx';
import { ContractForm } from '../../shared/contract-form.tsx';
import { BothLanguages, FieldGroup, SwitchField } from '../../shared/fields.tsx';
import { useRested } from '../../shared/rested.ts';
import { BenefitFields } from './benefit-fields.tsx';
import { PreviewPanel } from './preview.tsx';
import { forCustomers, ownWords, toFields } from './segment-fields.ts';
import { bare, countUnfilled, faultsByPlace } from './tree.ts';

const RulesEditor = lazy(() => import('./rules-editor.tsx'));

/** Typing rests this long before whom the rules take in is asked. */
const restMs = 400;

const beside =
  'grid items-start gap-6 desk:grid-cols-[minmax(0,1fr)_17rem] min-[80rem]:grid-cols-[minmax(0,1fr)_22rem]';

interface SegmentFormProps {
  kind: 'dynamic' | 'manual';
  /** Null: a segment that is being made. */
  segment: Segment | null;
  onSaved: (segment: Segment) => void;
}

const everybody: RuleGroup = { combinator: 'and', rules: [] };

/** Makes a segment of one's own, or changes it: its words, and of a dynamic one its rules beside whom they take in. */
export function SegmentForm({ kind, segment, onSaved }: SegmentFormProps) {
  const text = useText();
  const [form] = Form.useForm();
  const [tree, setTree] = useState<RuleGroup>((segment?.rules as RuleGroup | null) ?? everybody);
  const [refused, setRefused] = useState<ApiFailure | null>(null);
  const vocabulary = useRead(endpoints.segments.fields, {}, { skip: kind === 'manual' });
  const fields = useMemo(
    () => new Map(vocabulary.data?.fields.map((field) => [field.field, field])),
    [vocabulary.data],
  );
  const unfilled = countUnfilled(tree, fields);
  const rules = useRested(bare(tree), restMs);
  const preview = useRead(
    endpoints.segments.preview,
    { rules, ...(segment ? { key: segment.key } : {}) },
    { skip: kind === 'manual' || !vocabulary.data || unfilled > 0 },
  );
  const asked = asFailure(preview.error);
  const faults = faultsByPlace((refused ?? (unfilled > 0 ? null : asked))?.errors ?? []);
  const fieldsOfForm = (
    <>
      <Words isNew={!segment} />
      {kind === 'dynamic' ? (
        <FieldGroup title={text('console.segments.rules')} lead={text('console.segments.rules_lead')}>
          {vocabulary.error ? <ErrorState error={vocabulary.error} retry={vocabulary.refetch} /> : null}
          {vocabulary.data ? (
            <Suspense fallback={<RowsSkeleton rows={3} />}>
              <RulesEditor
                vocabulary={vocabulary.data}
                tree={tree}
                faults={faults}
                onChange={(changed) => {
                  setTree(changed);
                  setRefused(null);
                }}
              />
            </Suspense>
          ) : null}
        </FieldGroup>
      ) : null}
      <CustomerFields />
    </>
  );
  return (
    <div className={kind === 'dynamic' ? beside : ''}>
      <div className="max-w-[56rem]">
        <Saving
          form={form}
          kind={kind}
          segment={segment}
          rules={kind === 'dynamic' ? bare(tree) : undefined}
          onRefused={setRefused}
          onSaved={onSaved}
        >
          {fieldsOfForm}
        </Saving>
      </div>
      {kind === 'dynamic' ? (
        <PreviewPanel
          preview={preview.data}
          error={preview.error}
          busy={preview.isFetching}
          unfilled={unfilled}
        />
      ) : null}
    </div>
  );
}

interface SavingProps extends SegmentFormProps {
  form: ReturnType<typeof Form.useForm>[0];
  rules: RuleGroup | undefined;
  onRefused: (failure: ApiFailure | null) => void;
  children: ReactNode;
}

/** The form round the fields: a new segment is added, one that is there gets another version. */
function Saving({ form, kind, segment, rules, onRefused, onSaved, children }: SavingProps) {
  const text = useText();
  const add = useAct(endpoints.segments.addSegment);
  const change = useAct(endpoints.segments.changeSegment);
  const settle = ({ data, error }: { data?: Segment; error?: ApiFailure }) => {
    onRefused(error ?? null);
    if (data) onSaved(data);
    return error;
  };
  const words = (values: Record<string, unknown>) => ({
    ...ownWords(values),
    ...forCustomers(values),
    ...(rules ? { rules } : {}),
  });
  if (segment) {
    return (
      <ContractForm
        form={form}
        schema={segmentsContract.changeSegment.body!}
        initial={toFields(segment)}
        collect={(values) => ({ ...words(values), version: segment.version })}
        send={text('action.save')}
        submit={async (body) => settle(await change.act({ ...body, key: segment.key }))}
      >
        {children}
      </ContractForm>
    );
  }
  return (
    <ContractForm
      form={form}
      schema={segmentsContract.addSegment.body!}
      initial={{ isVisible: false, benefits: [] }}
      collect={(values) => ({ ...words(values), kind, key: values.key || undefined })}
      send={text('console.segments.create')}
      submit={async (body) => settle(await add.act(body))}
    >
      {children}
    </ContractForm>
  );
}

/** What customers read of a built-in segment, a group or a cluster: all of it that can be changed. */
export function GivenSegmentForm({ segment }: { segment: Segment }) {
  const text = useText();
  const { message } = App.useApp();
  const [form] = Form.useForm();
  const { act } = useAct(endpoints.segments.changeSegment);
  return (
    <div className="max-w-[56rem]">
      <p className="pb-4 text-soft">{text('console.segments.given')}</p>
      <ContractForm
        form={form}
        schema={segmentsContract.changeSegment.body!}
        initial={toFields(segment)}
        collect={(values) => ({ ...forCustomers(values), version: segment.version })}
        send={text('action.save')}
        submit={async (body) => {
          const { error } = await act({ ...body, key: segment.key });
          if (!error) message.success(text('state.saved'));
          return error;
        }}
      >
        <CustomerFields />
      </ContractForm>
    </div>
  );
}

function Words({ isNew }: { isNew: boolean }) {
  const text = useText();
  return (
    <>
      <BothLanguages path={['name']} label={text('console.segments.name')} max={80} />
      {isNew ? (
        <Form.Item
          name="key"
          label={text('console.segments.key')}
          extra={text('console.segments.key_hint')}
          className="max-w-96"
        >
          <Input dir="ltr" maxLength={60} autoComplete="off" />
        </Form.Item>
      ) : null}
      <BothLanguages path={['description']} label={text('console.segments.description')} max={500} long />
    </>
  );
}

function CustomerFields() {
  const text = useText();
  return (
    <FieldGroup
      title={text('console.segments.for_customers')}
      lead={text('console.segments.for_customers_lead')}
    >
      <SwitchField
        path="isVisible"
        label={text('console.segments.is_visible')}
        hint={text('console.segments.is_visible_hint')}
      />
      <BothLanguages path={['customerText']} label={text('console.segments.customer_text')} max={300} long />
      <p className="pb-2 font-medium">{text('console.segments.benefits')}</p>
      <BenefitFields />
    </FieldGroup>
  );
}
