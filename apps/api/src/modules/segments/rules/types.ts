import type { RuleOperator, RuleValueType } from '@wafa/contract';
import type { RawBuilder } from 'kysely';
import type { Scope } from '../../customers/index.ts';
import type { ModelRow } from '../definitions/sql.ts';

/** A rule that was checked: known field and operator, values of the right type. */
export interface CheckedRule {
  field: string;
  operator: RuleOperator;
  value: string | number | boolean | null | (string | number)[];
  args: Record<string, string | number | null>;
}
export interface CheckedGroup {
  combinator: 'and' | 'or';
  not?: boolean;
  rules: (CheckedRule | CheckedGroup)[];
}

export const isGroup = (node: CheckedRule | CheckedGroup): node is CheckedGroup => 'rules' in node;

/** Every rule of a tree. */
export function rulesOf(node: CheckedRule | CheckedGroup): CheckedRule[] {
  return isGroup(node) ? node.rules.flatMap(rulesOf) : [node];
}

/** Where choices come from: `list` is in `options`, `search` is asked for. */
export type Source =
  | { kind: 'none' }
  | { kind: 'list'; options: readonly string[]; words?: string }
  | { kind: 'search'; of: SearchOf };
type SearchOf =
  | 'tag'
  | 'tier'
  | 'sku'
  | 'category'
  | 'preferred'
  | 'source'
  | 'location'
  | 'segment'
  | 'event';

export interface Argument {
  name: string;
  type: RuleValueType;
  required: boolean;
  default: number | null;
  minimum?: number;
  maximum?: number;
  source: Source;
}

/** What a field's SQL can lean on. Aliases: `b` is the customer's row of facts. */
export interface FieldEnv {
  storeId: string;
  now: Date;
  timeZone: string;
  scope: Scope;
  model: ModelRow;
  /** Joins a query of (customer_id, …) once, however many rules ask for it, and gives its alias. */
  join(query: RawBuilder<unknown>, key: string): string;
  /** The condition that the customer is in one of these segments. */
  inSegments(keys: readonly string[]): RawBuilder<boolean>;
}

type Arguments = CheckedRule['args'];

/** A field of rules: what a value is, and how SQL reads it of a customer. */
export interface Field {
  group: string;
  type: RuleValueType;
  operators: readonly RuleOperator[];
  source: Source;
  minimum?: number;
  maximum?: number;
  args: readonly Argument[];
  /** The value of a customer. */
  read?: (env: FieldEnv, args: Arguments) => RawBuilder<unknown>;
  /** Of what a customer has several of: whether they have one of these. */
  hasOne?: (env: FieldEnv, values: readonly string[]) => RawBuilder<boolean>;
}
