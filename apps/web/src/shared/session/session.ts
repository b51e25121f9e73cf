import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { TokenKeeper, Tokens } from '@wafa/client';

export type SignedInAs = 'customer' | 'staff';
interface Kept {
  as: SignedInAs;
  tokens: Tokens;
}

export const sessionKey = 'wafa.session';

function readKept(): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(sessionKey) ?? 'null') as Kept | null;
  } catch {
    return null;
  }
}

let inMemory: Kept | null = readKept();

function keep(kept: Kept | null): void {
  inMemory = kept;
  try {
    if (kept) localStorage.setItem(sessionKey, JSON.stringify(kept));
    else localStorage.removeItem(sessionKey);
  } catch {
    // Without storage the session lasts as long as the page.
  }
}

/** Tokens in localStorage, read afresh each time: another tab may have renewed them. */
export const keptTokens: TokenKeeper = {
  read: () => (readKept() ?? inMemory)?.tokens ?? null,
  write: (tokens) => keep(tokens ? { as: inMemory?.as ?? 'customer', tokens } : null),
};

/** Begins a session on this device. */
export function keepSession(as: SignedInAs, tokens: Tokens): void {
  keep({ as, tokens });
}

/** Forgets the session, here and in other tabs. */
export function forgetSession(): void {
  keep(null);
}

interface SessionState {
  as: SignedInAs | null;
  /** The session ended without being asked to: the sign-in screen says so. */
  ended: boolean;
  /** The person signed out: whoever signs in next does not land where they left. */
  left: boolean;
}

export const sessionSlice = createSlice({
  name: 'session',
  initialState: (): SessionState => ({ as: inMemory?.as ?? null, ended: false, left: false }),
  reducers: {
    signedIn: (_, action: PayloadAction<SignedInAs>) => ({ as: action.payload, ended: false, left: false }),
    signedOut: (_, action: PayloadAction<{ ended: boolean }>) => ({
      as: null,
      ended: action.payload.ended,
      left: !action.payload.ended,
    }),
  },
});

export const { signedIn, signedOut } = sessionSlice.actions;
