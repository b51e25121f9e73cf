import type { ProgrammeRow } from '../types.ts';
import { hasCapOverTime } from './caps.ts';

/** What has to be read of customers before the rules of a store's programmes can be asked. */
export interface Needs {
  segments: boolean;
  firstOrder: boolean;
  /** Ids of rules whose caps depend on what they gave before. */
  cappedRules: string[];
}

/** What the active rules of these programmes ask for. */
export function needsOf(programmes: readonly Pick<ProgrammeRow, 'isActive' | 'rules'>[]): Needs {
  const rules = programmes.flatMap((programme) =>
    programme.isActive ? programme.rules.filter((rule) => rule.isActive) : [],
  );
  return {
    segments: rules.some((rule) => rule.when.segments !== undefined),
    firstOrder: rules.some((rule) => rule.kind !== 'event' && rule.when.firstOrder === true),
    cappedRules: [...new Set(rules.filter(hasCapOverTime).map((rule) => rule.id))],
  };
}
