/** The rewards catalogue and its redemptions. */
export const loyaltyRewardsContract = {};
