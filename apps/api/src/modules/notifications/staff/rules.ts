import type { Language, StaffMailReason } from '@wafa/contract';
import type * as settings from '../../settings/index.ts';
import { storeName } from '../messages/wording.ts';
import { type Rendered, render } from '../templates/rules.ts';
import type { Params, StaffTemplate } from './templates.ts';

const dayMs = 86_400_000;
/** Days of roots that are still mailed when sealing catches up; the newest stands for all before it. */
const freshDays = 7;

/** Whether the root of a day (`yyyy-mm-dd`) still goes out at `now`. */
export function isFresh(day: string, now: Date): boolean {
  return now.getTime() - (Date.parse(day) + dayMs) <= freshDays * dayMs;
}

/** What decides whether a mail may leave now. */
export interface Circumstances {
  settings: Readonly<Record<string, unknown>>;
  /** The member as they are now; undefined where there is no account to reach them by. */
  member: { role: string; isActive: boolean } | undefined;
  /** Whether the process knows a mail server. */
  isConfigured: boolean;
}

/** Why a mail does not leave, if it does not. */
export function obstacleTo(
  template: StaffTemplate,
  { settings, member, isConfigured }: Circumstances,
): StaffMailReason | undefined {
  if (settings[template.setting] === false) return 'switched_off';
  if (!member?.isActive || !template.roles.includes(member.role)) return 'not_addressed';
  return isConfigured ? undefined : 'channel_unavailable';
}

/** What the words of a mail are made from, beside its template. */
export interface Occasion {
  params: Params;
  /** Of the receiver. */
  name: string;
  store: Pick<settings.StoreFacts, 'name' | 'nameAr' | 'slug' | 'hostName'>;
}

/** Subject and text of a mail. */
export function words(
  template: StaffTemplate,
  { params, name, store }: Occasion,
  language: Language,
): Rendered {
  const path = template.path?.(params);
  const values = {
    ...params,
    name,
    store: { name: storeName(store, language) },
    ...(path !== undefined && { address: addressOf(path, store) }),
  };
  // A limit of time is for texts of people's: on a busy machine it would stop these too.
  return render(template.versions[language], language, values, Number.POSITIVE_INFINITY);
}

/** Where a public path is read: under the store's host, else by the header that names the store. */
function addressOf(path: string, { hostName, slug }: Occasion['store']): string {
  return hostName ? `https://${hostName}${path}` : `GET ${path}\nx-store-id: ${slug}`;
}
