/** Holds, transfers, adjustments and balances of a past time. */
export const loyaltyLedgerContract = {};
