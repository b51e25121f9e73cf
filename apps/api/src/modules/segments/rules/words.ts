import type { Language, RuleOperator } from '@wafa/contract';
import { formatDate, formatMoney, formatNumber, formatPercent, translate } from '@wafa/i18n';
import { fields } from './fields.ts';
import { type Argument, type CheckedGroup, type CheckedRule, type Field, isGroup } from './types.ts';

/** A text in both languages. */
export interface Label {
  en: string;
  ar: string;
}

export const label = (say: (language: Language) => string): Label => ({ en: say('en'), ar: say('ar') });

/** What rules are said with: the store's currency, and the names of its segments and branches. */
export interface Naming {
  currency: string;
  timeZone: string;
  nameOf(of: 'segment' | 'location', key: string, language: Language): string;
}

const operatorKeys: Record<RuleOperator, string> = {
  '=': 'equal',
  '!=': 'unequal',
  '<': 'less',
  '<=': 'at_most',
  '>': 'greater',
  '>=': 'at_least',
  between: 'between',
  notBetween: 'not_between',
  in: 'in',
  notIn: 'not_in',
  contains: 'contains',
  beginsWith: 'begins',
  endsWith: 'ends',
  null: 'empty',
  notNull: 'filled',
};

export const operatorLabel = (operator: RuleOperator): Label =>
  label((language) => translate(language, `segment.operator.${operatorKeys[operator]}`));

export const fieldLabel = (field: string): Label =>
  label((language) => translate(language, `segment.field.${field}`));

/** A checked tree as a sentence, in one language. */
export function sentenceOf(node: CheckedGroup | CheckedRule, naming: Naming, language: Language): string {
  if (!isGroup(node)) return ruleWords(node, naming, language);
  if (node.rules.length === 0) return translate(language, 'segment.words.everybody');
  const joint = ` ${translate(language, `segment.words.${node.combinator}`)} `;
  const parts = node.rules.map((inner) => {
    const said = sentenceOf(inner, naming, language);
    return isGroup(inner) && !inner.not && inner.rules.length > 1 ? `(${said})` : said;
  });
  const whole = parts.join(joint);
  return node.not ? translate(language, 'segment.words.not', { rules: whole }) : whole;
}

/** One rule in words, as "Orders in a time (last days: 90) is at least 3". */
export function ruleWords(rule: CheckedRule, naming: Naming, language: Language): string {
  const field = fields[rule.field];
  const operator = translate(language, `segment.operator.${operatorKeys[rule.operator]}`);
  const parts = [subjectWords(rule, naming, language), operator];
  if (field && rule.value !== null) parts.push(valuesWords(field, rule, naming, language));
  return parts.join(' ');
}

/** A rule's field with its window and what else it asks for. */
function subjectWords(rule: CheckedRule, naming: Naming, language: Language): string {
  const field = fields[rule.field];
  const said = (field?.args ?? []).flatMap((argument) => {
    const value = rule.args[argument.name];
    if (value === null || value === undefined) return [];
    const shown = valueWords(argument, value, naming, language);
    return [
      argument.name === 'days'
        ? translate(language, 'segment.words.window', { count: Number(value) })
        : `${translate(language, `segment.arg.${argument.name}`)}: ${shown}`,
    ];
  });
  const name = translate(language, `segment.field.${rule.field}`);
  return said.length > 0 ? `${name} (${said.join(language === 'ar' ? '، ' : ', ')})` : name;
}

function valuesWords(
  field: Field,
  { operator, value }: CheckedRule,
  naming: Naming,
  language: Language,
): string {
  const values = (Array.isArray(value) ? value : [value]).map((one) =>
    valueWords(field, one, naming, language),
  );
  if (operator === 'between' || operator === 'notBetween')
    return translate(language, 'segment.words.range', { from: values[0], to: values[1] });
  return values.join(language === 'ar' ? '، ' : ', ');
}

/** A value as a person reads it. */
export function valueWords(
  field: Pick<Field | Argument, 'type' | 'source'>,
  value: unknown,
  naming: Naming,
  language: Language,
): string {
  if (value === null || value === undefined) return translate(language, 'segment.words.nothing');
  switch (field.type) {
    case 'money':
      return formatMoney(Number(value), naming.currency, language);
    case 'percent':
      return formatPercent(Number(value) / 100, language);
    case 'number':
    case 'days':
      return formatNumber(Math.round(Number(value) * 100) / 100, language);
    case 'boolean':
      return translate(
        language,
        value === true || value === 'true' ? 'segment.words.yes' : 'segment.words.no',
      );
    case 'date':
      return formatDate(String(value), language);
    default:
      return optionWords(field, String(value), naming, language);
  }
}

/** A choice by its name; what has none as it is. */
function optionWords(
  { source }: Pick<Field | Argument, 'source'>,
  value: string,
  naming: Naming,
  language: Language,
): string {
  if (source.kind === 'list' && source.words)
    return translate(language, `segment.option.${source.words}.${value}`);
  const isNamed = source.kind === 'search' && (source.of === 'segment' || source.of === 'location');
  return isNamed ? naming.nameOf(source.of as 'segment' | 'location', value, language) : value;
}
