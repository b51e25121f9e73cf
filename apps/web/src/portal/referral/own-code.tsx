import { Qr } from '@wafa/card';
import type { ReferralCode } from '@wafa/contract';
import { useState } from 'react';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { CopyButton } from '../../shared/ui/scan-code.tsx';
import { InviteSheet } from './invite-sheet.tsx';
import { ShareLinks } from './share-links.tsx';
import { promiseWords, termsWords } from './words.ts';

const canShare = 'share' in navigator;

/** The own code: what it promises, the code and its QR, and every way to hand it on. */
export function OwnCode({ code }: { code: ReferralCode }) {
  const text = useText();
  const format = useFormat();
  const [inviting, setInviting] = useState(false);
  const { terms } = code;
  return (
    <section className="grid gap-4 pt-2">
      <div>
        <p className="text-24 font-semibold">{promiseWords(text, terms)}</p>
        <p className="pt-1 text-soft">{termsWords(text, format, terms)}</p>
      </div>
      {terms.isOpen ? null : (
        <p className="rounded-control bg-warning-soft px-4 py-3">{text('referral.closed')}</p>
      )}
      <div className="panel grid justify-items-center gap-3 p-5">
        <p className="text-soft">{text('referral.code')}</p>
        <p className="text-32 font-semibold tracking-[0.06em] select-all" dir="ltr">
          {code.code}
        </p>
        <div className="size-40 rounded-control bg-[#ffffff] p-1 text-[#0b2b2a]">
          <Qr text={code.link} label={text('referral.code_qr')} quiet={2} />
        </div>
        <div className="grid w-full gap-3">
          {canShare ? <ShareButton message={code.message} /> : null}
          <CopyButton
            value={code.link}
            label={text('referral.copy_link')}
            look={canShare ? undefined : 'primary'}
          />
        </div>
        <ShareLinks links={code.share} />
      </div>
      <Button onClick={() => setInviting(true)}>
        <Icon name="invite" size={20} />
        {text('referral.invite')}
      </Button>
      {inviting ? <InviteSheet onClose={() => setInviting(false)} /> : null}
    </section>
  );
}

/** The device's own share sheet. */
function ShareButton({ message }: { message: string }) {
  const text = useText();
  // Closing the sheet rejects the promise; there is nothing to say then.
  const share = () => navigator.share({ text: message }).catch(() => {});
  return (
    <Button look="primary" className="w-full" onClick={share}>
      <Icon name="share" size={20} />
      {text('referral.share')}
    </Button>
  );
}
