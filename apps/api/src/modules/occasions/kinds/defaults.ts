import type { OccasionKind } from '@wafa/contract';
import type { KindRow } from './sql.ts';

/**
 * How a store celebrates until it says otherwise: dates are kept and shown, but nothing is given and nobody
 * is written to, since both cost the store something.
 */
const common = {
  isActive: true,
  calendar: 'gregorian',
  leapDay: 'feb_28',
  messageDaysBefore: null,
  gifts: [],
  updatedAt: null,
} as const;

export const defaultKinds: Readonly<Record<OccasionKind, KindRow>> = {
  birthday: {
    ...common,
    kind: 'birthday',
    nameEn: 'Birthday',
    nameAr: 'عيد الميلاد',
    daysBefore: 3,
    daysAfter: 7,
    waitDays: 0,
    maxPerCustomer: 1,
  },
  anniversary: {
    ...common,
    kind: 'anniversary',
    nameEn: 'Anniversary of joining',
    nameAr: 'ذكرى الانضمام',
    daysBefore: 0,
    daysAfter: 14,
    waitDays: 0,
    maxPerCustomer: 1,
  },
  own: {
    ...common,
    kind: 'own',
    nameEn: 'Special date',
    nameAr: 'مناسبة خاصة',
    daysBefore: 0,
    daysAfter: 7,
    // Whoever could claim at once for a date just given would find one to celebrate every day.
    waitDays: 30,
    maxPerCustomer: 3,
  },
};
