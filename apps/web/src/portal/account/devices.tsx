import type { session } from '@wafa/contract';
import { isolate } from '@wafa/i18n/core';
import { useState } from 'react';
import { api } from '../../shared/api/api.ts';
import { asFailure, failureText, useFormat, useText } from '../../shared/hooks.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { SectionHeading } from '../../shared/ui/section.tsx';
import { Pending } from '../../shared/ui/states.tsx';
import { readDevice } from './device-name.ts';

type Session = (typeof session)['_output'];

/** Where the account is signed in, and the way to end it there. */
export function Devices() {
  const text = useText();
  const { data, error, refetch } = api.useSessionsQuery();
  return (
    <section aria-labelledby="devices">
      <SectionHeading id="devices">{text('account.devices')}</SectionHeading>
      <p className="-mt-2 pb-2 text-soft">{text('account.devices_text')}</p>
      {data ? (
        <ul className="panel px-4">
          {data.sessions.map((session) => (
            <Device key={session.id} session={session} />
          ))}
        </ul>
      ) : (
        <Pending error={error} retry={refetch} rows={2} />
      )}
    </section>
  );
}

function Device({ session }: { session: Session }) {
  const text = useText();
  const { ago } = useFormat();
  const [end, { error }] = api.useEndSessionMutation();
  const [busy, setBusy] = useState(false);
  const read = readDevice(session.device);
  const name = read
    ? text('account.device', { browser: isolate(read.browser), system: isolate(read.system) })
    : session.device || text('account.unknown_device');
  const failure = asFailure(error);
  return (
    <li className="grid min-h-16 grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-3 border-t border-line py-2 first:border-0">
      <Icon
        name={/Mobile|Android|iPhone/.test(session.device ?? '') ? 'phone' : 'globe'}
        className="text-faint"
      />
      <div className="min-w-0">
        <p className="truncate font-semibold">
          <bdi>{name}</bdi>
        </p>
        <p className="text-12 text-soft">
          {session.current ? (
            <span className="font-medium text-success">{text('account.this_device')}</span>
          ) : (
            text('account.last_used', { when: ago(session.lastUsedAt) })
          )}
          {session.address ? (
            <>
              {' · '}
              <bdi dir="ltr">{session.address}</bdi>
            </>
          ) : null}
        </p>
        {failure ? (
          <p role="alert" className="text-12 text-danger">
            {failureText(text, failure)}
          </p>
        ) : null}
      </div>
      {session.current ? null : (
        <Button
          look="quiet"
          busy={busy}
          aria-label={text('account.end_session_label', { device: name })}
          onClick={async () => {
            setBusy(true);
            await end({ sessionId: session.id });
            setBusy(false);
          }}
        >
          {text('account.end_session')}
        </Button>
      )}
    </li>
  );
}
