declare module '../../../platform/events/catalogue.ts' {
  interface Events {
    /** Points of one end that is near; told once per notice that the programme gives. */
    'points.expiring': {
      customerId: string;
      accountId: string;
      points: number;
      expiresAt: string;
      /** The notice: 30 or 7 days unless the programme says otherwise. */
      daysAhead: number;
    };
    /** A tier that falls from `from` to `to` unless `missing` more points (or minor units) count by `endsAt`. */
    'tier.at_risk': {
      customerId: string;
      accountId: string;
      from: string | null;
      to: string | null;
      missing: number;
      endsAt: string;
    };
  }
}

export type {};
