import { contract } from '@wafa/contract';
import { useSearchParams } from 'react-router';
import { api } from '../../shared/api/api.ts';
import { useAct, useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useFormat, useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ContractForm, Field } from '../../shared/ui/form.tsx';
import { SectionHeading } from '../../shared/ui/section.tsx';
import { deviceId } from './device.ts';
import { asFriendWords } from './words.ts';

/** The code that the customer used themselves, or a place for one while there was no purchase yet. */
export function AsFriend() {
  const text = useText();
  const format = useFormat();
  const { data: stats } = useRead(endpoints.referrals.stats, {});
  const { data: card } = api.useCardQuery();
  if (!stats || !card) return null;
  if (stats.asFriend) {
    const words = asFriendWords(text, format, stats.asFriend);
    return words ? <p className="mt-5 rounded-control bg-sunken px-4 py-3">{words}</p> : null;
  }
  return card.profile.totalOrders === 0 ? <FriendCode /> : null;
}

/** Once the code is used, the page says so in place of this form. */
function FriendCode() {
  const text = useText();
  const [query] = useSearchParams();
  const { act } = useAct(endpoints.referrals.refer);
  return (
    <section aria-labelledby="friend-code">
      <SectionHeading id="friend-code">{text('referral.friend_code')}</SectionHeading>
      <ContractForm
        schema={contract.referrals.refer.body!}
        collect={(field) => ({ code: field('code') ?? '', device: deviceId() })}
        submit={async (body) => (await act(body)).error}
      >
        {({ busy }) => (
          <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-3">
            <Field
              name="code"
              label={text('referral.friend_code_text')}
              defaultValue={query.get('ref')}
              autoComplete="off"
              required
            />
            <Button type="submit" className="!min-h-12" busy={busy}>
              {text('referral.use_code')}
            </Button>
          </div>
        )}
      </ContractForm>
    </section>
  );
}
