const firstStrongIsolate = '\u2068';
const leftToRightIsolate = '\u2066';
const popIsolate = '\u2069';

/** Text of unknown direction (a name, a title) set apart, so that it cannot reorder what surrounds it. */
export function isolate(text: string): string {
  return `${firstStrongIsolate}${text}${popIsolate}`;
}

/** A code, phone or order number: always left-to-right, whatever surrounds it. */
export function isolateLtr(text: string): string {
  return `${leftToRightIsolate}${text}${popIsolate}`;
}

/** A card number in groups of four, as it is read aloud; other characters than digits are dropped. */
export function groupCardNumber(cardNumber: string): string {
  return cardNumber.replace(/\D/g, '').replace(/(\d{4})(?=\d)/g, '$1 ');
}
