import type { Language, ReferralConcern, RingMark } from '@wafa/contract';

const dayMs = 86_400_000;

/** The terms of a programme that a referral takes along when the friend joins. */
export interface Terms {
  referrerPoints: number;
  friendPoints: number;
  /** Least total of the order, minor units. */
  minimumOrder: number;
  holdingDays: number;
}

export interface Programme extends Terms {
  isActive: boolean;
  validFrom: Date | null;
  validUntil: Date | null;
  joinDays: number;
  orderDays: number;
  capRewards: number;
  capDays: number;
  invitesPerDay: number;
  reviewsAll: boolean;
  reviewsNetwork: boolean;
  /** Null: the product's own text. */
  messageEn: string | null;
  messageAr: string | null;
  updatedAt: Date | null;
}

/** What a store has that never changed its programme. @param exponent digits of the currency's minor unit */
export function defaultProgramme(exponent: number): Programme {
  return {
    isActive: true,
    validFrom: null,
    validUntil: null,
    referrerPoints: 500,
    friendPoints: 250,
    minimumOrder: 10 * 10 ** exponent,
    holdingDays: 14,
    joinDays: 30,
    orderDays: 90,
    capRewards: 20,
    capDays: 30,
    invitesPerDay: 20,
    reviewsAll: false,
    reviewsNetwork: false,
    messageEn: null,
    messageAr: null,
    updatedAt: null,
  };
}

export function isOpen(
  programme: Pick<Programme, 'isActive' | 'validFrom' | 'validUntil'>,
  at: Date,
): boolean {
  const { isActive, validFrom, validUntil } = programme;
  return isActive && (validFrom === null || validFrom <= at) && (validUntil === null || at < validUntil);
}

export const daysAfter = (at: Date, days: number): Date => new Date(at.getTime() + days * dayMs);

/** Wrong codes of one caller, and the minutes in which they are counted. */
export const wrongCodes = { most: 20, windowMinutes: 15 };
/** After this long an invitation that nobody followed keeps nothing of the address. */
export const addressDays = 90;
/** How long a rejection can be taken back. */
export const undoDays = 30;
/** Longest way between referrer and friend that counts as a ring; a mark of more people says nothing. */
export const ringDepth = 4;
export const crowdSize = 25;
/** So many other friends of one referrer behind the same network are a crowd. */
export const crowdOfFriends = 3;

/** First name and initial, which is all that customers read of each other. */
export function shortName(
  person: { firstName: string; lastName: string; firstNameAr: string | null; lastNameAr: string | null },
  language: Language,
): string {
  const arabic = language === 'ar' && person.firstNameAr !== null;
  const first = ((arabic ? person.firstNameAr : person.firstName) ?? '').trim();
  const last = ((arabic ? person.lastNameAr : person.lastName) ?? '').trim();
  const [initial] = new Intl.Segmenter(language).segment(last);
  return initial ? `${first} ${initial.segment}.` : first;
}

const gmail = new Set(['gmail.com', 'googlemail.com']);

/** The mailbox behind an e-mail address: without what follows a plus, and at Gmail without dots. */
export function mailboxOf(email: string): string {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1).toLowerCase();
  const name = email.slice(0, at).toLowerCase().split('+')[0] as string;
  return gmail.has(domain) ? `${name.replaceAll('.', '')}@gmail.com` : `${name}@${domain}`;
}

/** A postal address as it is compared; undefined where it names no house. */
export function addressKey(address: {
  street1: string;
  street2: string | null;
  city: string;
  postalCode: string;
  country: string | null;
}): string | undefined {
  const bare = (text: string | null) =>
    (text ?? '')
      .normalize('NFKD')
      .replace(/[\p{M}\u0640]/gu, '')
      .toLowerCase()
      .replace(/[أإآ]/g, 'ا')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  const street = bare(address.street1);
  if (!/\p{N}/u.test(street + bare(address.street2))) return undefined;
  return [street, bare(address.street2), bare(address.postalCode) || bare(address.city)].join('|');
}

/** What a caller's internet address says of the home: all of IPv4, the first 64 bits of IPv6. */
export function networkKey(address: string): string {
  const bare = address.replace(/^::ffff:/i, '');
  if (!bare.includes(':')) return bare;
  const [head = '', tail] = bare.split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  const whole = [
    ...groups,
    ...Array<string>(Math.max(0, missing)).fill('0'),
    ...(tail ? tail.split(':') : []),
  ];
  return whole
    .slice(0, 4)
    .map((group) => Number.parseInt(group || '0', 16).toString(16))
    .join(':');
}

/** An e-mail of which nobody can be told: `a•••@g•••.com`. */
export function maskEmail(email: string): string {
  const [name = '', domain = ''] = email.split('@');
  const ending = domain.slice(domain.lastIndexOf('.'));
  return `${[...name][0] ?? ''}•••@${[...domain][0] ?? ''}•••${ending}`;
}

/** A phone number of which nobody can be told: `+96•••45`. */
export const maskPhone = (phone: string): string => `${phone.slice(0, 3)}•••${phone.slice(-2)}`;

/** One step of a ring, with everything that joins its two people. */
export interface RingStep {
  fromId: string;
  toId: string;
  kinds: (RingMark | 'referral')[];
}

/** Why a referral has to be looked at. */
export function concernsOf(found: {
  ring: readonly RingStep[];
  friendsInNetwork: number;
  reviewsAll: boolean;
}): ReferralConcern[] {
  const kinds = new Set(found.ring.flatMap((step) => step.kinds));
  const marks = [...kinds].filter((kind) => kind !== 'referral').sort();
  const concerns: ReferralConcern[] = marks.map((kind) => `shared_${kind}` as const);
  if (found.ring.length > 0 && found.ring.every((step) => step.kinds.includes('referral')))
    concerns.push('circle');
  if (found.friendsInNetwork >= crowdOfFriends) concerns.push('crowd');
  if (found.reviewsAll) concerns.push('reviews_all');
  return concerns;
}

/** The marks that make a ring; a network only where the store says so. */
export function ringKinds(programme: Pick<Programme, 'reviewsNetwork'>): RingMark[] {
  const kinds: RingMark[] = ['device', 'address', 'phone', 'email', 'payment'];
  return programme.reviewsNetwork ? [...kinds, 'network'] : kinds;
}
