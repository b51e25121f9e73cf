import { issueMessage } from '@wafa/i18n';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as settings from '../../settings/index.ts';
import { checkRules } from '../rules/check.ts';
import { circleThrough } from '../rules/references.ts';
import type { CheckedGroup } from '../rules/types.ts';
import type { Book } from './book.ts';
import { builtIns, rfmGroups } from './system.ts';

/**
 * Checks rules for this store.
 * @throws AppError segment_rules_invalid with the place of each fault, segment_cycle
 */
export async function sound(
  ctx: Ctx,
  book: Book,
  key: string | undefined,
  given: unknown,
): Promise<CheckedGroup> {
  const locations = await settings.locations(ctx);
  const known = new Set<string>([
    ...builtIns,
    ...rfmGroups,
    ...book.rows.filter(({ archivedAt }) => archivedAt === null).map((row) => row.key),
  ]);
  const { rules, faults } = checkRules(given, { segments: known, locations: new Set(locations.keys()) });
  const circle = key === undefined ? undefined : circleThrough(key, rules, book.dynamics);
  if (circle !== undefined) {
    const at = placeOf(given, circle) ?? 'rules';
    throw new AppError('segment_cycle', { field: at, params: { key: circle } });
  }
  if (faults.length > 0)
    throw new AppError('segment_rules_invalid', {
      errors: faults.slice(0, 50).map(({ field, message }) => ({
        field,
        message: issueMessage(ctx.language, { message }),
      })),
    });
  return rules;
}

/** Where a tree names a segment. */
function placeOf(node: unknown, key: string, at = 'rules'): string | undefined {
  const { rules, field, value } = node as { rules?: unknown[]; field?: string; value?: unknown };
  if (Array.isArray(rules)) {
    for (const [index, inner] of rules.entries()) {
      const found = placeOf(inner, key, `${at}.rules[${index}]`);
      if (found) return found;
    }
    return undefined;
  }
  const names = typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value;
  return field === 'segment' && Array.isArray(names) && names.includes(key) ? `${at}.value` : undefined;
}
