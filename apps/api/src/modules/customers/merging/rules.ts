/** Columns of a profile that a merge may change, as the table names them. */
export interface Profile {
  status: string;
  email: string | null;
  phone: string | null;
  birthday: string | null;
  language: string | null;
  first_name_ar: string | null;
  last_name_ar: string | null;
  company_name: string | null;
  tax_number: string | null;
  preferred_categories: string[];
  tags: string[];
  custom_fields: Record<string, unknown>;
  communication_preferences: Record<string, boolean>;
  privacy: Record<string, boolean>;
}

const fillable = [
  'email',
  'phone',
  'birthday',
  'language',
  'first_name_ar',
  'last_name_ar',
  'company_name',
  'tax_number',
] as const satisfies (keyof Profile)[];

/**
 * Both profiles after a merge: empty fields of the survivor are filled, lists unite, the survivor's own
 * values stay, and what either one refused is refused. An e-mail or phone number that the survivor takes
 * over leaves the other, since it is unique in the store.
 */
export function united(into: Profile, from: Profile): { into: Profile; from: Profile } {
  const after = { ...into };
  const left = { ...from, status: 'merged' };
  for (const field of fillable) after[field] = into[field] ?? from[field];
  if (into.email === null) left.email = null;
  if (into.phone === null) left.phone = null;
  after.status = from.status === 'suspended' ? 'suspended' : into.status;
  after.preferred_categories = union(into.preferred_categories, from.preferred_categories);
  after.tags = union(into.tags, from.tags);
  after.custom_fields = { ...from.custom_fields, ...into.custom_fields };
  after.communication_preferences = strictest(into.communication_preferences, from.communication_preferences);
  after.privacy = strictest(into.privacy, from.privacy);
  return { into: after, from: left };
}

/**
 * A profile after un-merging: what the merge changed and nobody has changed since is as it was before; of
 * lists and fields, what the merge brought goes. Refusals made meanwhile stay, and refusals that were
 * united stay united.
 */
export function separated(before: Profile, after: Profile, current: Profile): Profile {
  const result = { ...current };
  for (const field of [...fillable, 'status'] as const) {
    if (same(current[field], after[field])) Object.assign(result, { [field]: before[field] });
  }
  result.preferred_categories = without(
    before.preferred_categories,
    after.preferred_categories,
    current.preferred_categories,
  );
  result.tags = without(before.tags, after.tags, current.tags);
  result.custom_fields = Object.fromEntries(
    Object.entries(current.custom_fields).filter(
      ([key, value]) => key in before.custom_fields || !same(value, after.custom_fields[key]),
    ),
  );
  result.communication_preferences = { ...current.communication_preferences };
  result.privacy = { ...current.privacy };
  return result;
}

const union = (own: string[], other: string[]) => [...new Set([...own, ...other])];

/** The current list without what only the merge had brought; as it was where nothing has changed since. */
function without(before: string[], after: string[], current: string[]): string[] {
  return current.filter((item) => before.includes(item) || !after.includes(item));
}

/** The survivor's choices, with everything off that the other has switched off. */
function strictest(own: Record<string, boolean>, other: Record<string, boolean>): Record<string, boolean> {
  const refused = Object.entries(other).filter(([, allowed]) => !allowed);
  return { ...own, ...Object.fromEntries(refused) };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
