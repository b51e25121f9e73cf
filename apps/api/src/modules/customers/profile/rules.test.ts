import { type Customer, customerCreate } from '@wafa/contract';
import { describe, expect, it } from 'vitest';
import {
  changesOf,
  checkBirthday,
  dayIn,
  forbiddenField,
  homeOf,
  maskCustomer,
  maskEmail,
  maskPhone,
  normalCustomer,
  normalFields,
  normalPhone,
  withTag,
} from './rules.ts';

const home = { country: 'SA', today: '2026-11-20' };
const entered = customerCreate.parse({
  firstName: 'ليلى',
  email: 'Layla@Example.com',
  phone: '٠٥٠ ١٢٣ ٤٥٦٧',
  companyName: '',
  birthday: '2000-02-29',
});

describe('a customer as entered', () => {
  it('is stored with e-mail in lower case, phone as E.164 and empty text as none', () => {
    const stored = normalCustomer(entered, home);
    expect(stored).toMatchObject({
      firstName: 'ليلى',
      lastName: '',
      email: 'layla@example.com',
      phone: '+966501234567',
      companyName: null,
      birthday: '2000-02-29',
      type: 'individual',
      status: 'active',
      source: null,
      customFields: {},
    });
    const bare = normalCustomer(customerCreate.parse({ firstName: 'A' }), home);
    expect(Object.values(bare)).not.toContain(undefined);
  });

  it('keeps what is given of optional fields', () => {
    const given = {
      firstName: 'A',
      language: 'ar' as const,
      source: 'shop',
      sourceId: '7',
      communicationPreferences: { email: true },
      privacy: { profiling: true },
      customFields: { size: 'L' },
    };
    expect(normalCustomer(customerCreate.parse(given), home)).toMatchObject(given);
  });

  it('leaves out of a change what it does not name', () => {
    expect(normalFields({ email: 'A@B.example' }, home)).toEqual({ email: 'a@b.example' });
    expect(normalFields({ phone: null, taxNumber: '' }, home)).toEqual({ phone: null, taxNumber: null });
  });
});

describe('a phone number', () => {
  it('is read by the country of the store, or by its own country code', () => {
    expect(normalPhone('0501234567', 'SA')).toBe('+966501234567');
    expect(normalPhone('+44 20 7946 0958', 'SA')).toBe('+442079460958');
    expect(normalPhone('00966501234567', 'SA')).toBe('+966501234567');
  });

  it.each([
    ['123', 'SA'],
    ['+966 1', 'SA'],
    ['not a number', 'SA'],
    ['0501234567', undefined],
    ['0501234567', 'XX'],
  ])('%s in %s is refused', (value, country) => {
    expect(() => normalPhone(value, country)).toThrow('phone_invalid');
  });
});

describe('a birthday', () => {
  it('lies between 1900 and today', () => {
    expect(() => checkBirthday('2026-11-20', home.today)).not.toThrow();
    expect(() => checkBirthday('1900-01-01', home.today)).not.toThrow();
    expect(() => checkBirthday('2026-11-21', home.today)).toThrow('date_in_future');
    expect(() => checkBirthday('1899-12-31', home.today)).toThrow('date_too_old');
  });

  it('is held against the calendar of the store', () => {
    const at = new Date('2026-11-20T22:30:00Z');
    expect(dayIn('Asia/Riyadh', at)).toBe('2026-11-21');
    expect(homeOf({ country: undefined, timeZone: 'America/New_York' }, at)).toEqual({
      country: undefined,
      today: '2026-11-20',
    });
  });
});

describe('what an update changes', () => {
  const before = {
    ...normalCustomer(entered, home),
    tags: ['vip'],
    communicationPreferences: { email: true },
    customFields: { size: 'L', shoe: 44 },
  };

  it('is only what differs', () => {
    expect(
      changesOf(before, { firstName: 'ليلى', tags: ['vip'], lastName: 'الحربي', email: undefined }),
    ).toEqual({ lastName: 'الحربي' });
    expect(changesOf(before, { communicationPreferences: { email: true } })).toEqual({});
  });

  it('joins preferences and custom fields with what stands; null takes a custom field away', () => {
    expect(
      changesOf(before, { communicationPreferences: { sms: true }, privacy: { sharing: true } }),
    ).toEqual({
      communicationPreferences: { email: true, sms: true },
      privacy: { sharing: true },
    });
    expect(changesOf(before, { customFields: { size: null, hat: 'M' } })).toEqual({
      customFields: { shoe: 44, hat: 'M' },
    });
  });

  it('may not touch the fields of the staff when a customer asks', () => {
    expect(forbiddenField({ status: 'active' })).toBe('status');
    expect(forbiddenField({ tags: [] })).toBe('tags');
    expect(forbiddenField({})).toBeUndefined();
  });
});

describe('what staff see who may only find customers', () => {
  it('hides e-mail and phone but for what serves to compare', () => {
    expect(maskPhone('+966501234567')).toBe('+•••••••••567');
    expect(maskEmail('layla@example.com')).toBe('l••••@e••••••.com');
    expect(maskEmail('x@y.example')).toBe('•@•.example');
  });

  it('keeps name and figures, and nothing else that is personal', () => {
    const shown = {
      firstName: 'Layla',
      email: 'layla@example.com',
      phone: '+966501234567',
      birthday: '2000-02-29',
      taxNumber: '1',
      loyaltyPoints: 5,
      customFields: { size: 'L' },
      tags: ['vip'],
      source: 'shop',
    } as unknown as Customer;
    expect(maskCustomer(shown)).toEqual({
      firstName: 'Layla',
      email: 'l••••@e••••••.com',
      phone: '+•••••••••567',
      birthday: null,
      taxNumber: null,
      loyaltyPoints: 5,
      customFields: {},
      tags: [],
      source: null,
    });
    expect(maskCustomer({ ...shown, email: null, phone: null })).toMatchObject({ email: null, phone: null });
  });
});

describe('tags', () => {
  it('stand once each, up to a limit', () => {
    expect(withTag(['a'], 'b')).toEqual(['a', 'b']);
    expect(withTag(['a', 'b'], 'a')).toEqual(['a', 'b']);
    const full = Array.from({ length: 100 }, (_, at) => `t${at}`);
    expect(withTag(full, 't5')).toEqual(full);
    expect(() => withTag(full, 'more')).toThrow('validation');
  });
});
