import type { Consent } from '@wafa/contract';
import type { Actor } from '../../../platform/context.ts';

/** What a customer can agree to, as the profile keeps it; what is not there was never agreed to. */
export interface Choices {
  communicationPreferences: Readonly<Partial<Record<string, boolean>>>;
  privacy: Readonly<Partial<Record<string, boolean>>>;
}

export const noChoices: Choices = { communicationPreferences: {}, privacy: {} };

export interface ConsentChange {
  what: string;
  before: boolean;
  after: boolean;
}

/** What changes from one set of choices to the other. */
export function consentChanges(before: Choices, after: Choices): ConsentChange[] {
  return [
    ...changesIn('communication', before.communicationPreferences, after.communicationPreferences),
    ...changesIn('privacy', before.privacy, after.privacy),
  ];
}

function changesIn(kind: string, before: Choices['privacy'], after: Choices['privacy']): ConsentChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const change = { what: `${kind}.${key}`, before: before[key] ?? false, after: after[key] ?? false };
    return change.before === change.after ? [] : [change];
  });
}

/** Where a choice came from, by who makes it. */
export function consentSource(actor: Actor): Consent['source'] {
  switch (actor.kind) {
    case 'customer':
      return 'portal';
    case 'staff':
      return 'staff';
    case 'key':
      return 'api';
    default:
      return 'system';
  }
}
