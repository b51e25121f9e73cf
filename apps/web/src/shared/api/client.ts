import { createClient } from '@wafa/client';
import { forgetSession, keptTokens } from '../session/session.ts';
import { languageOf, readSettings } from '../settings/kept.ts';

let sessionEnded = () => {};

/** Tells the store when the API refuses to renew the session. */
export function onSessionEnd(listener: () => void): void {
  sessionEnded = listener;
}

/** A refresh token works once: all tabs of the portal take turns through the browser's lock. */
function exclusive<T>(work: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? navigator.locks.request('wafa.refresh', work) : work();
}

/** The client of this page; the API answers under the page's own origin. */
export const client = createClient({
  baseUrl: '',
  tokens: keptTokens,
  store: () => readSettings().store,
  language: () => languageOf(readSettings()),
  exclusive,
  onSessionEnd: () => {
    forgetSession();
    sessionEnded();
  },
});
