import type { Customer } from '@wafa/contract';
import { useState } from 'react';
import { Switch } from 'react-aria-components';
import { api } from '../../shared/api/api.ts';
import { asFailure, failureText, useText } from '../../shared/hooks.ts';
import { SectionHeading } from '../../shared/ui/section.tsx';

type Channels = Customer['communicationPreferences'];
const channels = ['email', 'sms', 'push', 'inApp'] as const satisfies readonly (keyof Channels)[];

/** Ways by which news may come; each switch saves at once, and goes back where saving fails. */
export function NewsChannels() {
  const text = useText();
  const { data: card } = api.useCardQuery();
  const [update, { error }] = api.useUpdateCustomerMutation();
  const [pending, setPending] = useState<Partial<Channels>>({});
  if (!card) return null;
  const failure = asFailure(error);

  async function choose(channel: keyof Channels, wanted: boolean): Promise<void> {
    setPending((before) => ({ ...before, [channel]: wanted }));
    const { error } = await update({ communicationPreferences: { [channel]: wanted } });
    if (error) setPending(({ [channel]: _, ...rest }) => rest);
  }

  return (
    <section aria-labelledby="news">
      <SectionHeading id="news">{text('account.preferences')}</SectionHeading>
      <p className="-mt-2 pb-2 text-soft">{text('account.preferences_text')}</p>
      <div className="panel px-4">
        {channels.map((channel) => (
          <Switch
            key={channel}
            className="switch border-t border-line first:border-0"
            isSelected={pending[channel] ?? card.profile.communicationPreferences[channel]}
            onChange={(wanted) => choose(channel, wanted)}
          >
            {text(`account.channel.${channel}`)}
            <i />
          </Switch>
        ))}
      </div>
      {failure ? (
        <p role="alert" className="pt-2 text-danger">
          {failureText(text, failure)}
        </p>
      ) : null}
    </section>
  );
}
