import type { Language } from '@wafa/i18n/core';
import { useCallback } from 'react';
import { useDispatch } from 'react-redux';
import { api } from '../api/api.ts';
import { client } from '../api/client.ts';
import { useSignedInAs } from '../hooks.ts';
import { settingsChanged } from './settings.ts';

/**
 * Chooses the language of this device and, for somebody signed in, of the store's messages and of the
 * sentences in replies. Where the store cannot be told, the screens change all the same.
 */
export function useChooseLanguage(): (language: Language) => void {
  const dispatch = useDispatch();
  const as = useSignedInAs();
  const [updateCustomer] = api.useUpdateCustomerMutation();
  const [updateMe] = api.useUpdateMeMutation();
  return useCallback(
    async (language) => {
      dispatch(settingsChanged({ language }));
      if (!as) return;
      const told = await (as === 'customer' ? updateCustomer : updateMe)({ language });
      // The language of replies stands in the access token.
      if (!told.error) await client.renew().catch(() => undefined);
    },
    [dispatch, as, updateCustomer, updateMe],
  );
}
