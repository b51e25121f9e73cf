import * as identity from '../modules/identity/index.ts';
import * as loyalty from '../modules/loyalty/index.ts';
import * as settings from '../modules/settings/index.ts';
import type { Ctx } from '../platform/context.ts';
import type { DemoSize } from './generate.ts';
import type { Work } from './load.ts';
import { amal } from './people.ts';

/** Name of the store in addresses and headers. */
export const storeSlug = 'zahra';
/** One password for everybody: the store holds nothing real. */
const password = 'wafa-demo-2026';

/** What the store's settings remember of its making, so that a later start makes the same and goes on. */
export type Mark = Omit<DemoSize, 'until'> & { until: string; finishedAt?: string };

const places = [
  { code: 'olaya', name: 'Olaya, Riyadh', nameAr: 'العليا، الرياض', kind: 'branch' },
  { code: 'tahlia', name: 'Tahlia, Jeddah', nameAr: 'التحلية، جدة', kind: 'branch' },
  { code: 'online', name: 'Online shop', nameAr: 'المتجر الإلكتروني', kind: 'online' },
] as const;
const tills = [
  { code: 'olaya-1', name: 'Olaya, till 1', nameAr: 'العليا، صندوق ١', at: 'olaya' },
  { code: 'olaya-2', name: 'Olaya, till 2', nameAr: 'العليا، صندوق ٢', at: 'olaya' },
  { code: 'tahlia-1', name: 'Tahlia, till 1', nameAr: 'التحلية، صندوق ١', at: 'tahlia' },
] as const;

const staff = [
  { role: 'owner', name: 'Zahra Al-Saleh', nameAr: 'زهرة الصالح', language: 'ar' },
  { role: 'cashier', name: 'Yousef Al-Harbi', nameAr: 'يوسف الحربي', language: 'ar', at: 'olaya-1' },
  { role: 'agent', name: 'Lina Haddad', nameAr: 'لينا حداد', language: 'ar' },
  { role: 'marketer', name: 'Omar Khan', nameAr: 'عمر خان', language: 'en' },
] as const;

/** A point is worth one halala: a hundred points, one riyal. */
const halalaE4 = 10_000;

const emailOf = (role: string) => `${role}@${storeSlug}.example`;

/** A log-in to try the store with. */
export interface SignIn {
  login: string;
  password: string;
}

export interface SignIns {
  url: string;
  store: { id: string; slug: string };
  customer: SignIn;
  owner: SignIn;
  cashier: SignIn;
  agent: SignIn;
  marketer: SignIn;
}

/** The sign-ins of the demo store. */
export function signInsOf(storeId: string, url: string): SignIns {
  const of = (role: (typeof staff)[number]['role']) => ({ login: emailOf(role), password });
  return {
    url,
    store: { id: storeId, slug: storeSlug },
    customer: { login: amal.email, password },
    owner: of('owner'),
    cashier: of('cashier'),
    agent: of('agent'),
    marketer: of('marketer'),
  };
}

/** Makes the store with its places, staff and programme in one commit, opened `at` the start of its history. */
export async function openStore(work: Work, at: Date, mark: Mark): Promise<void> {
  const hashes = await Promise.all(staff.map(() => identity.hashPassword(password)));
  await work(at, async (ctx) => {
    await settings.createStore(ctx, {
      slug: storeSlug,
      // The portal's address names the store, so that the demo needs no `?store=`.
      hostName: 'localhost',
      name: 'Souq Zahra',
      nameAr: 'سوق زهرة',
      currency: 'SAR',
      timeZone: 'Asia/Riyadh',
      language: 'ar',
      color: '#0F766E',
      country: 'SA',
      settings: { demo: mark },
    });
    const byCode = new Map<string, string>();
    for (const place of places) byCode.set(place.code, (await settings.createLocation(ctx, place)).id);
    for (const { at: branch, ...till } of tills) {
      const made = await settings.createLocation(ctx, {
        ...till,
        kind: 'till',
        parentId: byCode.get(branch),
      });
      byCode.set(till.code, made.id);
    }
    await loyalty.createDefaultProgramme(ctx, halalaE4);
    for (const [i, { role, name, nameAr, language, ...rest }] of staff.entries()) {
      const email = emailOf(role);
      const accountId = await identity.createStaffAccount(ctx, {
        email,
        passwordHash: hashes[i] ?? '',
        name,
        nameAr,
        language,
      });
      const locationId = 'at' in rest ? byCode.get(rest.at) : undefined;
      await settings.addMember(ctx, { accountId, name, email, role, locationId });
    }
  });
}

/** Hash of the demo's password for Amal's log-in. */
export const amalsPasswordHash = () => identity.hashPassword(password);

/** Gives Amal her log-in. */
export async function openAmalsLogin(ctx: Ctx, customerId: string, passwordHash: string): Promise<void> {
  const { firstName, lastName, firstNameAr, lastNameAr, email, phone, language } = amal;
  await identity.createLogin(ctx, {
    customerId,
    email,
    phone,
    passwordHash,
    name: `${firstName} ${lastName}`,
    nameAr: `${firstNameAr} ${lastNameAr}`,
    language,
  });
}

/** Ids of the places where orders are made, in the order in which the generator numbers them. */
export async function placeIds(ctx: Ctx): Promise<string[]> {
  const byCode = new Map([...(await settings.locations(ctx)).values()].map(({ code, id }) => [code, id]));
  return places.map(({ code }) => byCode.get(code) ?? '');
}

/** What the store's settings say of its making; throws where a store of another kind has the name. */
export async function readMark(ctx: Ctx): Promise<Mark> {
  const { demo } = (await settings.store(ctx)).settings;
  if (typeof demo !== 'object' || demo === null)
    throw new Error(`The store "${storeSlug}" was not made by the demo; use another database`);
  return demo as Mark;
}

export async function writeMark(ctx: Ctx, mark: Mark): Promise<void> {
  await settings.updateStore(ctx, { settings: { demo: mark } });
}
