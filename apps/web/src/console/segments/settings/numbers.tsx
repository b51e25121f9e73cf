import {
  type contract,
  type OutputOf,
  type SegmentEvaluation,
  type SegmentNumbers,
  segmentsContract,
} from '@wafa/contract';
import { App, Button, ConfigProvider, Form } from 'antd';
import { useState } from 'react';
import { useAct, useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { Pending } from '../../../shared/ui/states.tsx';
import { ContractForm } from '../../shared/contract-form.tsx';
import { FieldGroup, NumberField } from '../../shared/fields.tsx';
import { Page } from '../../shared/page.tsx';
import { useStore } from '../../shared/store.ts';
import { Running } from '../parts/recalculation.tsx';

type Settings = OutputOf<typeof contract.segments.settings>;
type NumberName = keyof SegmentNumbers;
type Unit = 'days' | 'orders' | 'percent' | 'customers' | 'gaps';

/** The numbers by the segment that they define, in the order in which a customer's one segment is chosen. */
const groups: readonly { key: string; numbers: readonly (readonly [NumberName, Unit])[] }[] = [
  { key: 'churned', numbers: [['churnedDays', 'days']] },
  { key: 'inactive', numbers: [['inactiveDays', 'days']] },
  {
    key: 'at_risk',
    numbers: [
      ['atRiskMinOrders', 'orders'],
      ['atRiskWindowDays', 'days'],
      ['atRiskFormerOrders', 'orders'],
      ['atRiskDropPercent', 'percent'],
      ['atRiskMinGaps', 'gaps'],
      ['atRiskGapPercent', 'percent'],
    ],
  },
  {
    key: 'vip',
    numbers: [
      ['vipPercent', 'percent'],
      ['vipDays', 'days'],
    ],
  },
  {
    key: 'frequency',
    numbers: [
      ['orderDays', 'days'],
      ['frequentOrders', 'orders'],
      ['regularOrders', 'orders'],
      ['occasionalOrders', 'orders'],
    ],
  },
  {
    key: 'new',
    numbers: [
      ['newDays', 'days'],
      ['newMaxOrders', 'orders'],
    ],
  },
  { key: 'clusters', numbers: [['clusterMinCustomers', 'customers']] },
];

/** Nothing on this page changes when a run ends. */
const noMore = () => {};

/** The numbers that the built-in segments are made of; changing them looks at all customers again. */
export default function Numbers() {
  const text = useText();
  const { may } = useStore();
  const [run, setRun] = useState<SegmentEvaluation | null>(null);
  const { data, error, refetch } = useRead(endpoints.segments.settings, {});
  return (
    <Page title={text('console.segments.numbers')} lead={text('console.segments.numbers_lead')}>
      {run ? (
        // The button that starts it stands at the foot of a long page.
        <div className="sticky top-2 z-10 max-w-[48rem]">
          <Running key={run.id} first={run} onEnded={noMore} />
        </div>
      ) : null}
      {!data || error ? <Pending error={error} retry={refetch} rows={8} /> : null}
      {data ? (
        <ConfigProvider componentDisabled={!may('segments.edit')}>
          <NumbersForm key={data.version} settings={data} onSaved={setRun} />
        </ConfigProvider>
      ) : null}
    </Page>
  );
}

interface NumbersFormProps {
  settings: Settings;
  /** The numbers are kept; the run over all customers has begun. */
  onSaved: (run: SegmentEvaluation) => void;
}

function NumbersForm({ settings, onSaved }: NumbersFormProps) {
  const text = useText();
  const { number } = useFormat();
  const { message } = App.useApp();
  const [form] = Form.useForm();
  const { act } = useAct(endpoints.segments.changeSettings);
  return (
    <div className="max-w-[48rem]">
      <ContractForm
        form={form}
        schema={segmentsContract.changeSettings.body!}
        initial={settings}
        collect={(values) => ({ ...values, version: settings.version })}
        send={text('console.segments.save_numbers')}
        submit={async (body) => {
          const { data, error } = await act(body);
          if (data) {
            onSaved(data.evaluation);
            message.success(text('state.saved'));
          }
          return error;
        }}
        beside={
          <Button onClick={() => form.setFieldsValue(settings.defaults)}>
            {text('console.segments.use_defaults')}
          </Button>
        }
      >
        {groups.map(({ key, numbers }) => (
          <FieldGroup
            key={key}
            title={text(`console.segments.group_${key}`)}
            lead={text(`console.segments.group_${key}_lead`)}
          >
            <div className="grid gap-x-4 min-[40rem]:grid-cols-2">
              {numbers.map(([name, unit]) => (
                <NumberField
                  key={name}
                  path={name}
                  label={text(`console.segments.number_${name}`)}
                  unit={text(`console.segments.unit_${unit}`)}
                  hint={text('console.segments.default', { value: number(settings.defaults[name]) })}
                  min={0}
                />
              ))}
            </div>
          </FieldGroup>
        ))}
      </ContractForm>
    </div>
  );
}
