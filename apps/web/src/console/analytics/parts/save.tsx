import type { CallOf, Endpoint } from '@wafa/contract';
import { ExportButton } from '../../shared/export-button.tsx';
import { useStore } from '../../shared/store.ts';

/** The figures of a chart as a file, for staff who may take them out. */
export function Save<E extends Endpoint>(props: { endpoint: E; input: CallOf<E>; name: string }) {
  const { may } = useStore();
  return may('analytics.export') ? <ExportButton {...props} /> : null;
}
