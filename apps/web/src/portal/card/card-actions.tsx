import { failureOf } from '@wafa/client';
import { groupCardNumber } from '@wafa/i18n/core';
import { useState } from 'react';
import { useAct } from '../../shared/api/calls.ts';
import { client } from '../../shared/api/client.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { failureText, useFormat, useText } from '../../shared/hooks.ts';

const { createOneTimeCode, applePass, googlePass } = endpoints.customers;
const me = { customerId: 'me' } as const;

interface Props {
  cardNumber: string;
  wallets: { apple: boolean; google: boolean };
  /** Begins the rotating code again on a device where it was ended. */
  restart: (() => void) | null;
}

/** What can be done from the opened card. */
export function CardActions({ cardNumber, wallets, restart }: Props) {
  const text = useText();
  return (
    <>
      <Copy number={groupCardNumber(cardNumber)} />
      {restart ? (
        <button type="button" onClick={restart}>
          {text('card.start_again')}
        </button>
      ) : (
        <OneTimeCode />
      )}
      <Wallet wallets={wallets} />
    </>
  );
}

function Copy({ number }: { number: string }) {
  const text = useText();
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(number).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <button type="button" onClick={copy} aria-live="polite">
      {text(copied ? 'card.copied' : 'card.copy')}
    </button>
  );
}

/** Six digits to read out, for redeeming where the code cannot be scanned. */
function OneTimeCode() {
  const text = useText();
  const { date } = useFormat();
  const { act, busy } = useAct(createOneTimeCode);
  const [answer, setAnswer] = useState<Awaited<ReturnType<typeof act>>>({});
  const make = async () => setAnswer(await act(me));
  const { data, error } = answer;
  return (
    <button type="button" onClick={make} disabled={busy} aria-live="polite" className="grid content-center">
      {data ? (
        <>
          <bdi dir="ltr" className="text-20 tracking-[0.14em]">
            {data.code}
          </bdi>
          <span className="text-12 font-normal">
            {text('card.one_time_text', { time: date(data.endsAt, 'time') })}
          </span>
        </>
      ) : (
        (error && failureText(text, error)) || text('card.one_time')
      )}
    </button>
  );
}

/** The wallet of this device, where the store makes passes for it. */
function Wallet({ wallets }: { wallets: Props['wallets'] }) {
  const text = useText();
  const [failure, setFailure] = useState<string | null>(null);
  const isApple = /iPhone|iPad|Macintosh/.test(navigator.userAgent);
  const offered = isApple ? wallets.apple && 'apple' : wallets.google && 'google';
  if (!offered) return null;
  const add = async () => {
    try {
      location.assign(
        offered === 'apple'
          ? URL.createObjectURL(await client.download(applePass, me))
          : (await client.call(googlePass, me)).url,
      );
    } catch (error) {
      setFailure(failureText(text, failureOf(error)));
    }
  };
  return (
    <button type="button" onClick={add} aria-live="polite">
      {failure ?? text(`card.to_${offered}`)}
    </button>
  );
}
