import { describe, expect, it } from 'vitest';
import { initialsOf, nameOf, otherNameOf } from './names.ts';

const amal = {
  firstName: 'Amal',
  lastName: 'Hassan',
  firstNameAr: 'أمل',
  lastNameAr: 'حسن',
  companyName: null,
  cardNumber: '628142007196',
};

describe('the name of a customer', () => {
  it('stands in the script of the reader, the other one beside it', () => {
    expect(nameOf('en', amal)).toBe('Amal Hassan');
    expect(otherNameOf('en', amal)).toBe('أمل حسن');
    expect(nameOf('ar', amal)).toBe('أمل حسن');
    expect(otherNameOf('ar', amal)).toBe('Amal Hassan');
  });
  it('is the only one there is', () => {
    const latin = { ...amal, firstNameAr: null, lastNameAr: null };
    expect(nameOf('ar', latin)).toBe('Amal Hassan');
    expect(otherNameOf('ar', latin)).toBeNull();
  });
  it('is the company’s for a business, with the person behind it', () => {
    const business = { ...amal, companyName: 'Zahra Trading' };
    expect(nameOf('en', business)).toBe('Zahra Trading');
    expect(otherNameOf('en', business)).toBe('Amal Hassan');
  });
  it('is the card number where everything was erased', () => {
    const erased = { ...amal, firstName: '', lastName: '', firstNameAr: null, lastNameAr: null };
    expect(nameOf('en', erased)).toBe('628142007196');
    expect(otherNameOf('en', erased)).toBeNull();
  });
});

describe('initials', () => {
  it('are first and last in Latin, and one letter in Arabic, where two would join', () => {
    expect(initialsOf('en', { ...amal, lastName: 'al Hassan' })).toBe('AH');
    expect(initialsOf('ar', amal)).toBe('أ');
  });
});
