import type { Reward } from '@wafa/contract';
import { useAct } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useText } from '../../../shared/hooks.ts';
import { UploadCodes } from '../../shared/upload-codes.tsx';

/** A partner's codes, pasted or from a file, one a line; each goes to one customer. */
export function PartnerCodes({ reward }: { reward: Reward }) {
  const text = useText();
  const { act } = useAct(endpoints.loyalty.addPartnerCodes);
  return (
    <div className="grid gap-4">
      <p className="text-soft">
        {text('console.loyalty.codes_left', { count: reward.left ?? 0 })} {text('console.loyalty.codes_text')}
      </p>
      <UploadCodes
        label={text('console.loyalty.partner_codes')}
        send={(codes) => act({ rewardId: reward.id, codes })}
      />
    </div>
  );
}
