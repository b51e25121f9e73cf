/** A person as matching sees them. Everything but the id may be missing; empty texts count as missing. */
export interface Person {
  id: string;
  /** The name in each script in which it is known. */
  names?: readonly PersonName[];
  /** yyyy-mm-dd; impossible dates are compared digit by digit. */
  birthday?: string | null;
  /** E.164, or any spelling: only digits count. */
  phone?: string | null;
  email?: string | null;
  addresses?: readonly PersonAddress[];
}

export interface PersonName {
  given?: string | null;
  family?: string | null;
}

export interface PersonAddress {
  /** House number; where it is missing, a number at either end of `street` is taken for it. */
  number?: string | null;
  street?: string | null;
  /** Building, flat, second line. */
  extra?: string | null;
  /** Suburb or city. */
  suburb?: string | null;
  postcode?: string | null;
  state?: string | null;
}
