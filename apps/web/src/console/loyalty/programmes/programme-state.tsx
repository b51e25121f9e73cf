import type { Program } from '@wafa/contract';
import { useText } from '../../../shared/hooks.ts';
import { Mark } from '../../shared/mark.tsx';

/** Whether a programme gives points now. */
export function ProgrammeState({ programme }: { programme: Program }) {
  const text = useText();
  const now = Date.now();
  const { isActive, startsAt, endsAt } = programme;
  const state = !isActive
    ? 'resting'
    : endsAt && Date.parse(endsAt) <= now
      ? 'over'
      : startsAt && Date.parse(startsAt) > now
        ? 'planned'
        : 'running';
  return <Mark look={state === 'running' ? 'good' : 'quiet'}>{text(`console.loyalty.state_${state}`)}</Mark>;
}
