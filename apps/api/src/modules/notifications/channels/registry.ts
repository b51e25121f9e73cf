import type { CommunicationType } from '@wafa/contract';
import type { Channel } from './channel.ts';
import { email } from './email.ts';

const inApp: Channel = { name: 'in_app', type: 'IN_APP', kind: 'stored' };

/** Every channel that messages can be sent on. Phone calls are only logged. */
const channels: readonly Channel[] = [email, inApp];

/** The channel that carries messages of a type; undefined where there is none yet. */
export function channelOf(type: CommunicationType): Channel | undefined {
  return channels.find((channel) => channel.type === type);
}

/** The name under which communications of a type are logged. */
export const channelName = (type: CommunicationType): string => channelOf(type)?.name ?? type.toLowerCase();
