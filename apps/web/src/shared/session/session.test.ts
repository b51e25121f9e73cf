import { beforeEach, describe, expect, it } from 'vitest';
import {
  forgetSession,
  keepSession,
  keptTokens,
  sessionKey,
  sessionSlice,
  signedIn,
  signedOut,
} from './session.ts';

const tokens = { accessToken: 'a', refreshToken: 'r', expiresAt: 1 };
beforeEach(() => {
  localStorage.clear();
  forgetSession();
});

describe('the session on this device', () => {
  it('keeps who signed in when the tokens are renewed', () => {
    keepSession('staff', tokens);
    keptTokens.write({ ...tokens, accessToken: 'b' });
    expect(JSON.parse(localStorage.getItem(sessionKey) ?? '')).toEqual({
      as: 'staff',
      tokens: { ...tokens, accessToken: 'b' },
    });
  });
  it('sees what another tab has renewed', () => {
    keepSession('customer', tokens);
    localStorage.setItem(
      sessionKey,
      JSON.stringify({ as: 'customer', tokens: { ...tokens, accessToken: 'theirs' } }),
    );
    expect(keptTokens.read()?.accessToken).toBe('theirs');
  });
  it('is gone after signing out', () => {
    keepSession('customer', tokens);
    keptTokens.write(null);
    expect(keptTokens.read()).toBeNull();
    expect(localStorage.getItem(sessionKey)).toBeNull();
  });
  it('tells an ended session from one that was signed out', () => {
    const here = sessionSlice.reducer({ as: null, ended: true, left: false }, signedIn('customer'));
    expect(here).toEqual({ as: 'customer', ended: false, left: false });
    expect(sessionSlice.reducer(here, signedOut({ ended: true }))).toEqual({
      as: null,
      ended: true,
      left: false,
    });
    expect(sessionSlice.reducer(here, signedOut({ ended: false }))).toEqual({
      as: null,
      ended: false,
      left: true,
    });
  });
});
