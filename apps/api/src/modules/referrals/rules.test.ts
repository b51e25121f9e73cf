import { describe, expect, it } from 'vitest';
import {
  addressKey,
  concernsOf,
  defaultProgramme,
  isOpen,
  mailboxOf,
  maskEmail,
  maskPhone,
  networkKey,
  ringKinds,
  shortName,
} from './rules.ts';

describe('the programme', () => {
  it('gives 500 and 250 points for a first order of ten units, held 14 days, 20 times in 30 days', () => {
    expect(defaultProgramme(2)).toMatchObject({
      referrerPoints: 500,
      friendPoints: 250,
      minimumOrder: 1000,
      holdingDays: 14,
      capRewards: 20,
      capDays: 30,
    });
    expect([0, 2, 3].map((exponent) => defaultProgramme(exponent).minimumOrder)).toEqual([10, 1000, 10_000]);
  });

  it('is open from its first instant to before its last', () => {
    const [from, until] = [new Date('2026-03-01T00:00:00Z'), new Date('2026-04-01T00:00:00Z')];
    const at = (text: string) =>
      isOpen({ isActive: true, validFrom: from, validUntil: until }, new Date(text));
    expect(
      ['2026-02-28T23:59:59Z', '2026-03-01T00:00:00Z', '2026-03-31T23:59:59Z', '2026-04-01T00:00:00Z'].map(
        at,
      ),
    ).toEqual([false, true, true, false]);
    expect(isOpen({ isActive: false, validFrom: null, validUntil: null }, from)).toBe(false);
  });
});

describe('a mailbox', () => {
  it.each([
    ['a.b.c+shop@gmail.com', 'abc@gmail.com'],
    ['ABC@GoogleMail.com', 'abc@gmail.com'],
    ['a.b+x@example.com', 'a.b@example.com'],
    ['a+b+c@example.com', 'a@example.com'],
  ])('behind %s is %s', (email, mailbox) => {
    expect(mailboxOf(email)).toBe(mailbox);
  });
});

describe('an address', () => {
  const home = {
    street1: '12 King Fahd Rd.',
    street2: null,
    city: 'Riyadh',
    postalCode: '12345',
    country: 'SA',
  };
  it('is the same however it is written', () => {
    expect(addressKey({ ...home, street1: ' 12  king fahd  rd ', city: 'RIYADH' })).toBe(addressKey(home));
    const arabic = { ...home, street1: 'شارع الأمير ١٢', city: 'الرياض' };
    expect(addressKey({ ...arabic, street1: 'شَارِع الامير ١٢' })).toBe(addressKey(arabic));
  });
  it('of another house or flat is another', () => {
    expect(addressKey({ ...home, street1: '14 King Fahd Rd.' })).not.toBe(addressKey(home));
    expect(addressKey({ ...home, street2: 'Flat 2' })).not.toBe(addressKey(home));
  });
  it('without a house number says nothing', () => {
    expect(addressKey({ ...home, street1: 'King Fahd Rd.' })).toBeUndefined();
  });
});

it('takes the whole of IPv4 and the first half of IPv6 as the network', () => {
  expect(['203.0.113.7', '::ffff:203.0.113.7'].map(networkKey)).toEqual(['203.0.113.7', '203.0.113.7']);
  expect(['2001:db8:1:2::5', '2001:0db8:1:2:aaaa:bbbb:cccc:dddd', '2001:db8::1'].map(networkKey)).toEqual([
    '2001:db8:1:2',
    '2001:db8:1:2',
    '2001:db8:0:0',
  ]);
});

it('masks addresses so that nobody can be told from them', () => {
  expect(maskEmail('sara.ahmed@example.com')).toBe('s•••@e•••.com');
  expect(maskPhone('+966501234567')).toBe('+96•••67');
});

it('names customers to each other by first name and initial', () => {
  const sara = { firstName: 'Sara', lastName: 'Ahmed', firstNameAr: 'سارة', lastNameAr: 'أحمد' };
  expect([shortName(sara, 'en'), shortName(sara, 'ar')]).toEqual(['Sara A.', 'سارة أ.']);
  expect(shortName({ ...sara, lastName: '', firstNameAr: null }, 'ar')).toBe('Sara');
  expect(shortName({ ...sara, lastName: '👩‍👧 X' }, 'en')).toBe('Sara 👩‍👧.');
});

describe('concerns', () => {
  const none = { ring: [], friendsInNetwork: 0, reviewsAll: false };
  const step = (...kinds: ('device' | 'email' | 'referral')[]) => ({ fromId: 'a', toId: 'b', kinds });
  it.each([
    ['nothing', none, []],
    ['a shared device', { ...none, ring: [step('device')] }, ['shared_device']],
    [
      'marks on a way over others',
      { ...none, ring: [step('referral'), step('email', 'device')] },
      ['shared_device', 'shared_email'],
    ],
    ['codes in a circle', { ...none, ring: [step('referral'), step('referral')] }, ['circle']],
    ['two friends of one network', { ...none, friendsInNetwork: 2 }, []],
    ['three friends of one network', { ...none, friendsInNetwork: 3 }, ['crowd']],
    ['a store that looks at all', { ...none, reviewsAll: true }, ['reviews_all']],
  ])('of %s', (_, found, concerns) => {
    expect(concernsOf(found)).toEqual(concerns);
  });
  it('look at the network only where the store says so', () => {
    expect(ringKinds({ reviewsNetwork: false })).not.toContain('network');
    expect(ringKinds({ reviewsNetwork: true })).toContain('network');
  });
});
