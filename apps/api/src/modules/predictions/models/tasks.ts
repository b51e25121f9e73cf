/** What the thread of `thread.ts` can be asked for: seconds of a core each. */
export { fitModels } from './fit.ts';
export { learnItems, tryPenalty } from './items.ts';
