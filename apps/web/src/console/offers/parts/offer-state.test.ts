import { describe, expect, it } from 'vitest';
import { stateOf } from './offer-state.tsx';

const now = Date.parse('2026-03-01T12:00:00Z');
const offer = (changes: Partial<Parameters<typeof stateOf>[0]>) => ({
  status: 'active' as const,
  ...changes,
});

describe('the state of an offer', () => {
  it('is planned before its start, and over from its end on', () => {
    expect(stateOf(offer({ startsAt: '2026-03-02T00:00:00Z' }), now)).toBe('planned');
    expect(stateOf(offer({ endsAt: '2026-03-01T12:00:00Z' }), now)).toBe('over');
    expect(stateOf(offer({ startsAt: '2026-02-01T00:00:00Z', endsAt: '2026-04-01T00:00:00Z' }), now)).toBe(
      'active',
    );
  });

  it('is what staff set where it does not run, whatever the dates', () => {
    expect(stateOf(offer({ status: 'paused', endsAt: '2026-01-01T00:00:00Z' }), now)).toBe('paused');
    expect(stateOf(offer({ status: 'draft', startsAt: '2026-04-01T00:00:00Z' }), now)).toBe('draft');
  });
});
