import { configureStore } from '@reduxjs/toolkit';
import { setupListeners } from '@reduxjs/toolkit/query';
import { api } from './shared/api/api.ts';
import { onSessionEnd } from './shared/api/client.ts';
import { sessionKey, sessionSlice, signedIn, signedOut } from './shared/session/session.ts';
import { applySettings, settingsSlice } from './shared/settings/settings.ts';

export const store = configureStore({
  reducer: {
    settings: settingsSlice.reducer,
    session: sessionSlice.reducer,
    api: api.reducer,
  },
  middleware: (defaults) => defaults().concat(api.middleware),
});

export type RootState = ReturnType<typeof store.getState>;

setupListeners(store.dispatch);

/** Ends the session in this tab: nothing of the person stays in memory. */
function leave(ended: boolean): void {
  store.dispatch(signedOut({ ended }));
  store.dispatch(api.util.resetApiState());
}

onSessionEnd(() => leave(true));

// Another tab signed in or out.
addEventListener('storage', (event) => {
  if (event.key !== sessionKey) return;
  const kept = event.newValue ? (JSON.parse(event.newValue) as { as: 'customer' | 'staff' }) : null;
  const { as } = store.getState().session;
  if (!kept && as) leave(false);
  if (kept && kept.as !== as) store.dispatch(signedIn(kept.as));
});

let shown = store.getState().settings;
applySettings(shown);
store.subscribe(() => {
  const { settings } = store.getState();
  if (settings === shown) return;
  shown = settings;
  applySettings(settings);
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => applySettings(shown));
