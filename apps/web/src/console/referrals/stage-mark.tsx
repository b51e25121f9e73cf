import type { Referral } from '@wafa/contract';
import { useText } from '../../shared/hooks.ts';
import { Mark } from '../shared/mark.tsx';

const looks = {
  invited: 'quiet',
  joined: 'now',
  qualified: 'now',
  rewarded: 'good',
  rejected: 'warn',
} as const;

/** How far a referral has come, and that staff are asked. */
export function StageMark({ referral }: { referral: Pick<Referral, 'stage' | 'review' | 'capped'> }) {
  const text = useText();
  const { stage, review, capped } = referral;
  return (
    <span className="flex flex-wrap gap-2">
      <Mark look={looks[stage]}>{text(`console.referrals.stage.${stage}`)}</Mark>
      {stage === 'qualified' && review === 'held' ? (
        <Mark look="warn">{text('console.referrals.held')}</Mark>
      ) : null}
      {capped ? <Mark>{text('console.referrals.capped')}</Mark> : null}
    </span>
  );
}
