/** Tier ladders and history, points liability, opening balances. */
export const loyaltyTiersContract = {};
