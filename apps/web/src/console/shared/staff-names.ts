import { useRead } from '../../shared/api/calls.ts';
import { endpoints } from '../../shared/api/endpoints.ts';
import { useStore } from './store.ts';

/** Names of the staff by their ids; without the right to read them, none. */
export function useStaffNames(): ReadonlyMap<string, string> {
  const { may } = useStore();
  const { data } = useRead(endpoints.settings.listStaff, { limit: 100 }, { skip: !may('staff.read') });
  return new Map(
    data?.staff.flatMap(({ id, accountId, name }) => [
      [id, name],
      [accountId, name],
    ]),
  );
}
