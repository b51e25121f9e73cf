import { contract, type ReferOutcome } from '@wafa/contract';
import { useState } from 'react';
import { useAct } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ContractForm, Field } from '../../shared/ui/form.tsx';
import { CopyButton } from '../../shared/ui/scan-code.tsx';
import { Segmented } from '../../shared/ui/segmented.tsx';
import { Sheet } from '../../shared/ui/sheet.tsx';
import { deviceId } from './device.ts';
import { ShareLinks } from './share-links.tsx';

/** An invitation of one friend by e-mail or phone; the customer sends the message themselves. */
export function InviteSheet({ onClose }: { onClose: () => void }) {
  const text = useText();
  const [made, setMade] = useState<ReferOutcome | null>(null);
  return (
    <Sheet title={text(made ? 'referral.invitation' : 'referral.invite')} onClose={onClose}>
      {made ? <Invitation made={made} /> : <InviteForm onMade={setMade} />}
    </Sheet>
  );
}

function InviteForm({ onMade }: { onMade: (made: ReferOutcome) => void }) {
  const text = useText();
  const { act } = useAct(endpoints.referrals.refer);
  const [by, setBy] = useState<'email' | 'phone'>('phone');
  return (
    <ContractForm
      className="grid gap-4"
      schema={contract.referrals.refer.body!}
      collect={(field) => ({
        [by]: (by === 'phone' ? field(by)?.replace(/[\s()-]/g, '') : field(by)) ?? '',
        name: field('name'),
        device: deviceId(),
      })}
      submit={async (body) => {
        const { data, error } = await act(body);
        if (data) onMade(data);
        return error;
      }}
    >
      {({ busy }) => (
        <>
          <Segmented
            label={text('referral.invite_by')}
            value={by}
            onChange={setBy}
            choices={[
              { value: 'phone', label: text('referral.by_phone') },
              { value: 'email', label: text('referral.by_email') },
            ]}
          />
          <Field
            key={by}
            name={by}
            label={text(by === 'phone' ? 'session.phone' : 'session.email')}
            type={by === 'phone' ? 'tel' : 'email'}
            hint={by === 'phone' ? text('session.phone_hint') : undefined}
            autoComplete="off"
            required
          />
          <Field name="name" label={text('referral.friend_name')} autoComplete="off" />
          <p className="text-12 text-soft">{text('referral.invite_text')}</p>
          <Button type="submit" look="primary" className="w-full" busy={busy}>
            {text('referral.make_invitation')}
          </Button>
        </>
      )}
    </ContractForm>
  );
}

function Invitation({ made }: { made: ReferOutcome }) {
  const text = useText();
  return (
    <>
      {made.isNew ? null : <p className="text-soft">{text('referral.invited_before')}</p>}
      {made.message ? (
        <>
          <p className="rounded-control bg-sunken p-4 text-16 break-words whitespace-pre-line" dir="auto">
            {made.message}
          </p>
          <CopyButton value={made.message} label={text('referral.copy_message')} />
        </>
      ) : null}
      <ShareLinks links={made.share} />
    </>
  );
}
