import { describe, expect, it } from 'vitest';
import { consentChanges, consentSource, noChoices } from './rules.ts';

describe('changes of consent', () => {
  it('are what differs; what was never agreed to is a no', () => {
    const before = { communicationPreferences: { email: true, sms: false }, privacy: { sharing: true } };
    const after = { communicationPreferences: { email: true, sms: true, push: false }, privacy: {} };
    expect(consentChanges(before, after)).toEqual([
      { what: 'communication.sms', before: false, after: true },
      { what: 'privacy.sharing', before: true, after: false },
    ]);
    expect(consentChanges(noChoices, noChoices)).toEqual([]);
  });

  it('come from whoever asks', () => {
    const id = 'i';
    const permissions = new Set<never>();
    expect(consentSource({ kind: 'customer', id, customerId: id, sessionId: id })).toBe('portal');
    expect(consentSource({ kind: 'key', id, permissions })).toBe('api');
    expect(consentSource({ kind: 'system', id })).toBe('system');
  });
});
