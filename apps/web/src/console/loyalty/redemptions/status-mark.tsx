import type { Redemption } from '@wafa/contract';
import { useText } from '../../../shared/hooks.ts';
import { Mark } from '../../shared/mark.tsx';

/** The status in words; what waits to be used stands out. */
export function StatusMark({ status }: { status: Redemption['status'] }) {
  const text = useText();
  return <Mark look={status === 'issued' ? 'now' : 'quiet'}>{text(`rewards.status.${status}`)}</Mark>;
}
