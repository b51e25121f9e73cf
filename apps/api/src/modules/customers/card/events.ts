declare module '../../../platform/events/catalogue.ts' {
  interface Events {
    /** Rotating codes that a till took, each once. */
    'card.scanned': { scans: { customerId: string; device: string; step: number; at: string }[] };
    'card.device_revoked': { customerId: string; device: string };
    /** One code at two tills: `tills` are the one that took it first and the one that says so now. */
    'card.replayed': { customerId: string; device: string; step: number; tills: [string, string] };
  }
}

export {};
