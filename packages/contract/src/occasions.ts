import { occasionsDatesContract } from './occasions-dates.ts';
import { occasionsKindsContract } from './occasions-kinds.ts';
import { occasionsRecordsContract } from './occasions-records.ts';
import { occasionsUpcomingContract } from './occasions-upcoming.ts';

/** Occasions: special dates, what they give, and what came of them. */
export const occasionsContract = {
  ...occasionsKindsContract,
  ...occasionsDatesContract,
  ...occasionsUpcomingContract,
  ...occasionsRecordsContract,
};
