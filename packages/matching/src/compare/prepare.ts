import { fold } from '../names/fold.ts';
import { prepareName } from '../names/similarity.ts';
import type { Person, PersonAddress } from '../person.ts';
import type { PreparedAddress } from './address.ts';
import type { PreparedFullName } from './names.ts';
import type { PreparedEmail } from './values.ts';

/** More names or addresses than this of one person are not compared, so that a pair costs a bounded time. */
const variantsAtMost = 4;

/** A person made ready for many comparisons. */
export interface Prepared {
  id: string;
  names: PreparedFullName[];
  birthday: string;
  phone: string;
  email: PreparedEmail;
  addresses: PreparedAddress[];
}

const streetType =
  /(?:^| )(?:street|st|str|road|rd|avenue|ave|av|place|pl|crescent|cres|circuit|cct|close|drive|dr|lane|ln|court|ct|rue|boulevard|bd|blvd|شارع|طريق|حي|جاده)(?= |$)/g;

export function prepare(person: Person): Prepared {
  return {
    id: person.id,
    names: (person.names ?? [])
      .slice(0, variantsAtMost)
      .map(({ given, family }) => ({ given: prepareName(given ?? ''), family: prepareName(family ?? '') }))
      .filter(({ given, family }) => given.compact !== '' || family.compact !== ''),
    birthday: digitsOf(person.birthday).slice(0, 8),
    phone: digitsOf(person.phone).slice(0, 20).replace(/^0+/, ''),
    email: prepareEmail(person.email ?? ''),
    addresses: (person.addresses ?? []).slice(0, variantsAtMost).map(prepareAddress),
  };
}

function digitsOf(text: string | null | undefined): string {
  return fold(text ?? '').replace(/\D+/g, '');
}

function prepareEmail(text: string): PreparedEmail {
  const [local = '', domain = ''] = text.slice(0, 254).normalize('NFKC').trim().toLowerCase().split('@', 2);
  const bare = (local.split('+')[0] ?? '').replaceAll('.', '');
  return { local: bare, domain: domain.replace(/^googlemail\.com$/, 'gmail.com') };
}

function prepareAddress(address: PersonAddress): PreparedAddress {
  const line = fold(address.street ?? '');
  const given = compact(address.number);
  const found = given === '' ? /^(\d+\w?) | (\d+\w?)$/.exec(line) : null;
  const number = given === '' ? (found?.[1] ?? found?.[2] ?? '') : given;
  const street = found ? line.replace(found[0], '') : line;
  const bare = street.replace(streetType, '').replaceAll(' ', '');
  return {
    number,
    street: bare === '' ? street.replaceAll(' ', '') : bare,
    extra: compact(address.extra),
    suburb: compact(address.suburb),
    postcode: compact(address.postcode),
    state: compact(address.state),
  };
}

function compact(text: string | null | undefined): string {
  return fold(text ?? '').replaceAll(' ', '');
}
