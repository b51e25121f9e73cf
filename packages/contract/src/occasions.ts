import { occasionsDatesContract } from './occasions-dates.ts';
import { occasionsKindsContract } from './occasions-kinds.ts';
import { occasionsRecordsContract } from './occasions-records.ts';
import { occasionsUpcomingContract } from './occasions-upcoming.ts';

// Apart: the OpenAPI document lists claiming before what is upcoming, and the records after it.
const { claim, ...records } = occasionsRecordsContract;

/** Occasions: special dates, what they give, and what came of them. */
export const occasionsContract = {
  ...occasionsKindsContract,
  ...occasionsDatesContract,
  claim,
  ...occasionsUpcomingContract,
  ...records,
};
