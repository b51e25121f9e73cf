import type { Segment } from '@wafa/contract';
import { App } from 'antd';
import { useAct } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { useText } from '../../../shared/hooks.ts';
import { PickCustomers } from '../../shared/pick-customers.tsx';
import { Side } from '../../shared/side.tsx';

/** As many customers as the API takes at once. */
const most = 1000;

/** Puts customers into a manual segment: all that are named, or none. */
export function AddMembers({ segment, onClose }: { segment: Segment; onClose: () => void }) {
  const text = useText();
  const { message } = App.useApp();
  const { act } = useAct(endpoints.segments.changeMembers, ['customers']);
  return (
    <Side title={text('console.segments.add_members')} onClose={onClose}>
      <PickCustomers
        most={most}
        submit={async (add) => {
          const { data, error } = await act({ key: segment.key, add });
          if (data) message.success(text('console.segments.put_in', { count: data.added }));
          return error;
        }}
      />
    </Side>
  );
}
