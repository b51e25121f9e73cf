import { useCallback, useMemo } from 'react';
import { useRead } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useLanguage } from '../../../shared/hooks.ts';
import { useProgrammes } from '../../shared/programmes.ts';
import { useStore } from '../../shared/store.ts';

/** The tiers of the default programme as choices, and the name of a tier's key; the key where it has none. */
export function useTiers() {
  const language = useLanguage();
  const { may } = useStore();
  const [programme] = useProgrammes();
  const { data } = useRead(
    endpoints.loyalty.ladder,
    { programId: programme?.id ?? '' },
    { skip: !programme || !may('loyalty.read') },
  );
  const choices = useMemo(
    () => (data?.tiers ?? []).map(({ key, name }) => ({ value: key, label: name[language] || name.en })),
    [data, language],
  );
  const nameOfTier = useCallback(
    (key: string) => choices.find(({ value }) => value === key)?.label ?? key,
    [choices],
  );
  return { choices, nameOfTier };
}
