import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useLanguage } from '../../shared/hooks.ts';
import { useStore } from './store.ts';

/** Branches, tills and shops by their names; without the right to read them, none. */
export function useLocationNames(): { value: string; label: string }[] {
  const language = useLanguage();
  const { may } = useStore();
  const { data } = useRead(endpoints.settings.listLocations, { limit: 100 }, { skip: !may('settings.read') });
  return (
    data?.locations.map(({ id, name, nameAr }) => ({
      value: id,
      label: (language === 'ar' && nameAr) || name,
    })) ?? []
  );
}
