import { describe, expect, it } from 'vitest';
import { forCustomers, ownWords } from './segment-fields.ts';

describe('what the form of a segment holds', () => {
  it('is empty words, no benefits and out of sight where nothing was filled in', () => {
    expect(forCustomers({})).toEqual({
      customerText: { en: '', ar: '' },
      benefits: [],
      isVisible: false,
    });
  });

  it('leaves out the text of a benefit that has only a title', () => {
    const title = { en: 'Early access', ar: 'دخول مبكر' };
    const [bare, full] = forCustomers({
      benefits: [
        { title, text: { en: ' ', ar: '' } },
        { title, text: { en: 'A day before', ar: 'قبل يوم' } },
      ],
    }).benefits;
    expect(bare).toEqual({ title, text: null });
    expect(full?.text).toEqual({ en: 'A day before', ar: 'قبل يوم' });
  });

  it('trims names, so that blanks alone are no name', () => {
    expect(ownWords({ name: { en: '  Loyal ', ar: '   ' } }).name).toEqual({ en: 'Loyal', ar: '' });
  });
});
