import type { PredictionModelKind, PredictionModelReply } from '@wafa/contract';
import type { TableColumnsType } from 'antd';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../../shared/hooks.ts';
import { EmptyState } from '../../../shared/ui/states.tsx';
import { DataTable } from '../../shared/data-table.tsx';
import { usePaging } from '../../shared/paging.ts';
import { Side } from '../../shared/side.tsx';
import { useStore } from '../../shared/store.ts';
import { useFindings } from './findings.ts';

interface ModelHistoryProps {
  kind: PredictionModelKind;
  title: string;
  onClose: () => void;
}

/** The models of one kind, newest first, each with the first thing that its report says. */
export function ModelHistory({ kind, title, onClose }: ModelHistoryProps) {
  const text = useText();
  const { page, limit, onPage } = usePaging();
  const read = useRead(endpoints.predictions.modelHistory, {
    kind,
    page,
    limit,
  });
  return (
    <Side size={720} title={`${text('console.predictions.history')}: ${title}`} onClose={onClose}>
      <DataTable
        label={title}
        read={read}
        rows={({ models }) => models}
        columns={useColumns()}
        rowKey={({ id }) => id}
        onPage={onPage}
        empty={
          <EmptyState icon="clock" title={text('console.predictions.no_models')}>
            {text('console.predictions.no_models_text')}
          </EmptyState>
        }
      />
    </Side>
  );
}

function useColumns(): TableColumnsType<PredictionModelReply> {
  const text = useText();
  const { date, number } = useFormat();
  const { currency } = useStore();
  const findings = useFindings(currency);
  return [
    { title: text('console.predictions.when'), render: (_, { fittedAt }) => date(fittedAt, 'stamp') },
    {
      title: text('console.predictions.model'),
      render: (_, { name }) => text(name ? `console.predictions.name_${name}` : 'console.predictions.none'),
    },
    {
      title: text('console.analytics.customers'),
      align: 'end',
      render: (_, { customers }) => number(customers),
    },
    {
      title: text('console.predictions.result'),
      render: (_, model) => (
        <span className="block max-w-[34ch] whitespace-normal">
          {model.name === null
            ? model.reason && text(`prediction.reason.${model.reason.code}`)
            : findings(model)[0]?.words}
        </span>
      ),
    },
  ];
}
