/** Programmes, earn rules and what a basket would earn. */
export const loyaltyProgrammesContract = {};
