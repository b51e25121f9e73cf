import type { Program } from '@wafa/contract';
import { inMinor, inUnits, worthOfHundred, worthOfOne } from '../../shared/amounts.ts';
import { fieldOf, instantOf } from '../../shared/moments.ts';

/** What a new programme starts with, as the contract would set it. */
export const blankProgramme: object = {
  pointsPerUnit: 1,
  minimumSpend: 0,
  pendingDays: 0,
  expiryMonths: 12,
  returnDays: 30,
  enrolment: 'automatic',
  transfers: false,
  isActive: true,
};

/** A programme's settings as the form shows them: money in units, times by the clock of the store. */
export function toFields(programme: Program, timeZone: string): object {
  const { name, description, currency, pendingDays, returnDays, enrolment, transfers, isActive } = programme;
  return {
    name,
    description,
    pendingDays,
    returnDays,
    enrolment,
    transfers,
    isActive,
    expiryMonths: programme.expiryMonths ?? undefined,
    pointsPerUnit: Number(programme.pointsPerUnit),
    minimumSpend: inUnits(programme.minimumSpend, currency),
    pointWorth: worthOfHundred(programme.pointWorth, currency),
    startsAt: fieldOf(programme.startsAt, timeZone),
    endsAt: fieldOf(programme.endsAt, timeZone),
  };
}

/** What the contract takes, from what the form holds; an empty month count means that points never end. */
export function fromFields(
  values: Record<string, unknown>,
  { currency, timeZone }: { currency: string; timeZone: string },
): object {
  return {
    ...values,
    description: values.description || null,
    minimumSpend: inMinor(values.minimumSpend, currency) ?? 0,
    pointWorth: worthOfOne(values.pointWorth, currency),
    expiryMonths: values.expiryMonths ?? null,
    startsAt: instantOf(values.startsAt, timeZone),
    endsAt: instantOf(values.endsAt, timeZone),
  };
}
