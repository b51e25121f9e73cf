import { better, close, crosswise, missing } from './levels.ts';
import { compareCode, compareText } from './values.ts';

/** An address made ready: folded, without spaces. */
export interface PreparedAddress {
  number: string;
  street: string;
  extra: string;
  suburb: string;
  postcode: string;
  state: string;
}

/** Levels of number, street, extra, suburb, postcode and state, in this order. */
export type AddressLevels = [number, number, number, number, number, number];

const none: AddressLevels = [missing, missing, missing, missing, missing, missing];

/** The two addresses that agree best, of all that both have. */
export function compareAddresses(
  first: readonly PreparedAddress[],
  second: readonly PreparedAddress[],
): AddressLevels {
  let best = none;
  for (const a of first) {
    for (const b of second) best = better(best, compareAddress(a, b));
  }
  return best;
}

function compareAddress(a: PreparedAddress, b: PreparedAddress): AddressLevels {
  let street = compareText(a.street, b.street);
  let extra = compareText(a.extra, b.extra);
  // The two lines of an address are exchanged as often as given and family name are.
  if (street < close && extra < close) {
    const there = compareText(a.street, b.extra);
    const back = compareText(a.extra, b.street);
    if (Math.max(there, back) >= close) [street, extra] = crosswise(there, back);
  }
  return [
    compareCode(a.number, b.number),
    street,
    extra,
    compareText(a.suburb, b.suburb),
    compareCode(a.postcode, b.postcode),
    compareCode(a.state, b.state),
  ];
}
