import type { LiveCode } from '@wafa/card';
import { stepSeconds } from '@wafa/pass';
import { useCallback, useEffect, useState } from 'react';
import { useFormat, useText } from '../../shared/hooks.ts';
import { canRotate, codeAt, prepareDevice, startAgain } from './device.ts';
import type { KeptDevice } from './device-store.ts';

type Why = 'offline' | 'unsupported' | 'ended';
type Ready = { kept: KeptDevice } | { why: Why } | null;

const stepMs = stepSeconds * 1000;

/** The rotating code of the opened card, or the word why it stands still; `restart` where it was ended. */
export function useLiveCode(owner: string): { live: LiveCode; restart: (() => void) | null } {
  const text = useText();
  const { number } = useFormat();
  const [ready, restart] = useDevice(owner);
  const shown = useShown(ready && 'kept' in ready ? ready.kept : null);
  if (ready && 'why' in ready) {
    const live: LiveCode = { state: 'static', note: text(`card.static_${ready.why}`) };
    return { live, restart: ready.why === 'ended' ? restart : null };
  }
  if (!shown) return { live: { state: 'starting' }, restart: null };
  return { live: { state: 'rotating', ...shown, left: number(shown.secondsLeft) }, restart: null };
}

/** The device of this browser; asked for again when the connection comes back. */
function useDevice(owner: string): [Ready, () => void] {
  const [ready, setReady] = useState<Ready>(null);
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((number) => number + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks again.
  useEffect(() => {
    let wanted = true;
    const settle = (next: Ready) => wanted && setReady(next);
    if (!canRotate()) settle({ why: 'unsupported' });
    else
      prepareDevice(owner).then(
        (found) => settle(typeof found === 'string' ? { why: found } : { kept: found }),
        // Private windows of some browsers keep nothing.
        () => settle({ why: 'unsupported' }),
      );
    addEventListener('online', again);
    return () => {
      wanted = false;
      removeEventListener('online', again);
    };
  }, [owner, round, again]);
  const restart = () => {
    setReady(null);
    startAgain(owner).then(again, again);
  };
  return [ready, restart];
}

/** The code of now, drawn anew with each step; the seconds that it still holds. */
function useShown(kept: KeptDevice | null): { code: string; secondsLeft: number } | null {
  const [shown, setShown] = useState<{ code: string; secondsLeft: number } | null>(null);
  useEffect(() => {
    if (!kept) return;
    let wanted = true;
    let timer = 0;
    let current: { step: number; code: string } | undefined;
    const tick = async () => {
      const now = Date.now();
      const step = Math.floor(now / stepMs);
      if (current?.step !== step) current = { step, code: await codeAt(kept, now) };
      if (!wanted) return;
      const left = Math.ceil((stepMs - (Date.now() % stepMs)) / 1000);
      setShown({ code: current.code, secondsLeft: left });
      timer = window.setTimeout(tick, 1000 - (Date.now() % 1000));
    };
    tick();
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [kept]);
  return kept ? shown : null;
}
