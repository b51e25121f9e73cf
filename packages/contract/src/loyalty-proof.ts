/** Signed roots of the ledger, and statements that anyone can verify. */
export const loyaltyProofContract = {};
