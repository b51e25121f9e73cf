import { describe, expect, it } from 'vitest';
import { faultsOf, ownVariables } from '../templates/rules.ts';
import { isFresh, obstacleTo, words } from './rules.ts';
import { staffTemplates, templatesByKey } from './templates.ts';

const store = { name: 'Coffee & Co', nameAr: 'قهوة', slug: 'coffee', hostName: null };

describe('the texts', () => {
  const all = Object.entries(templatesByKey).flatMap(([key, template]) =>
    (['en', 'ar'] as const).map((language) => ({ key, language, template })),
  );
  it.each(all)('of $key in $language are without fault and leave nothing open', ({ template, language }) => {
    const known = { ...template.sample, name: '', ...(template.path && { address: '' }) };
    const { subject, body } = template.versions[language];
    for (const text of [subject, body]) expect(faultsOf(text, known)).toEqual([]);
    const made = words(template, { params: template.sample, name: 'Amal', store }, language);
    expect(made.subject).not.toBe('');
    expect(`${made.subject}${made.body}`).not.toMatch(/[{}]|undefined|null|NaN/);
    if (language === 'ar') expect(made.body).toMatch(/\p{Script=Arabic}/u);
  });

  it('use every value that they are given, in one language or the other', () => {
    for (const { sample, versions } of Object.values(templatesByKey)) {
      const text = { topic: 'account', name: { en: '', ar: '' }, secret: false, versions, sample } as const;
      const used = new Set([...ownVariables(text, 'en'), ...ownVariables(text, 'ar')]);
      expect([...used].sort()).toEqual(Object.keys(sample).sort());
    }
  });

  it('name the address of the store’s own host, where it has one', () => {
    const made = (hostName: string | null) =>
      words(
        staffTemplates.ledger_root,
        { params: staffTemplates.ledger_root.sample, name: 'Amal', store: { ...store, hostName } },
        'en',
      ).body;
    expect(made('points.example')).toContain('\nhttps://points.example/api/v1/loyalty/roots/2026-03-09\n');
    expect(made(null)).toContain('\nGET /api/v1/loyalty/roots/2026-03-09\nx-store-id: coffee\n');
  });
});

describe('whether it leaves', () => {
  const member = { role: 'owner', isActive: true };
  const here = { settings: {}, member, isConfigured: true };
  it.each([
    [here, undefined],
    [{ ...here, settings: { mailLedgerRoot: true } }, undefined],
    [{ ...here, settings: { mailLedgerRoot: false } }, 'switched_off'],
    [{ ...here, settings: { mailRewardLowStock: false } }, undefined],
    [{ ...here, member: undefined }, 'not_addressed'],
    [{ ...here, member: { ...member, isActive: false } }, 'not_addressed'],
    [{ ...here, member: { ...member, role: 'admin' } }, 'not_addressed'],
    [{ ...here, isConfigured: false }, 'channel_unavailable'],
  ])('%j', (circumstances, reason) => {
    expect(obstacleTo(staffTemplates.ledger_root, circumstances)).toBe(reason);
  });
});

it('mails roots of the last week, not all that sealing catches up on', () => {
  const now = new Date('2026-03-10T00:20:00Z');
  expect(isFresh('2026-03-09', now)).toBe(true);
  expect(isFresh('2026-03-03', now)).toBe(true);
  expect(isFresh('2026-03-01', now)).toBe(false);
});
