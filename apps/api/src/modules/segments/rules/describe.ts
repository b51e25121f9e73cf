import {
  activityEvents,
  type InputOf,
  maxRuleDepth,
  maxRuleNodes,
  type OutputOf,
  ruleOperator,
  type segmentsContract,
} from '@wafa/contract';
import { translate } from '@wafa/i18n';
import type { Ctx } from '../../../platform/context.ts';
import { AppError } from '../../../platform/errors.ts';
import * as settings from '../../settings/index.ts';
import { bookOf } from '../definitions/book.ts';
import { showAll } from '../definitions/present.ts';
import { fields } from './fields.ts';
import { searchValues } from './sql-values.ts';
import type { Argument, Source } from './types.ts';
import { fieldLabel, label, operatorLabel } from './words.ts';

type Contract = typeof segmentsContract;
type Option = OutputOf<Contract['fieldValues']>['values'][number];

/** The closed list of fields, in both languages. */
export async function fieldList(_ctx: Ctx): Promise<OutputOf<Contract['fields']>> {
  return {
    fields: Object.entries(fields).map(([name, field]) => ({
      field: name,
      group: field.group,
      groupLabel: label((language) => translate(language, `segment.group.${field.group}`)),
      label: fieldLabel(name),
      help: label((language) => translate(language, `segment.field.${name}.help`)),
      type: field.type,
      operators: [...field.operators],
      ...describeSource(field.source),
      minimum: field.minimum ?? null,
      maximum: field.maximum ?? null,
      args: field.args.map(describeArgument),
    })),
    operators: ruleOperator.options.map((operator) => ({ operator, label: operatorLabel(operator) })),
    maxDepth: maxRuleDepth,
    maxNodes: maxRuleNodes,
  };
}

function describeArgument(argument: Argument) {
  return {
    name: argument.name,
    label: label((language) => translate(language, `segment.arg.${argument.name}`)),
    type: argument.type,
    required: argument.required,
    default: argument.default,
    minimum: argument.minimum ?? null,
    maximum: argument.maximum ?? null,
    ...describeSource(argument.source),
  };
}

function describeSource(source: Source): { source: Source['kind']; options: Option[] } {
  if (source.kind !== 'list') return { source: source.kind, options: [] };
  const { options, words } = source;
  return {
    source: 'list',
    options: options.map((value) => ({
      value,
      label: words
        ? label((language) => translate(language, `segment.option.${words}.${value}`))
        : same(value),
    })),
  };
}

const same = (value: string) => ({ en: value, ar: value });
const most = 50;

/** Choices for a field or an argument whose values are searched. @throws AppError not_found */
export async function fieldValues(
  ctx: Ctx,
  input: InputOf<Contract['fieldValues']>,
): Promise<OutputOf<Contract['fieldValues']>> {
  const field = Object.hasOwn(fields, input.field) ? fields[input.field] : undefined;
  const source =
    input.arg === undefined ? field?.source : field?.args.find(({ name }) => name === input.arg)?.source;
  if (!source) throw new AppError('not_found', { field: field ? 'arg' : 'field' });
  const wanted = (input.query ?? '').toLowerCase();
  const fits = ({ value, label: { en, ar } }: Option) =>
    [value, en, ar].some((text) => text.toLowerCase().includes(wanted));
  const options = await optionsOf(ctx, source, wanted);
  return { values: options.filter(fits).slice(0, most) };
}

async function optionsOf(ctx: Ctx, source: Source, wanted: string): Promise<Option[]> {
  if (source.kind !== 'search') return describeSource(source).options;
  switch (source.of) {
    case 'segment': {
      const shown = showAll(await bookOf(ctx), { sizes: new Map(), customers: 0 });
      return shown
        .filter(({ archivedAt }) => archivedAt === null)
        .map(({ key, name }) => ({ value: key, label: name }));
    }
    case 'location': {
      const locations = [...(await settings.locations(ctx)).values()];
      return locations.map(({ id, name, nameAr }) => ({
        value: id,
        label: { en: name, ar: nameAr ?? name },
      }));
    }
    case 'event':
      return [...new Set([...activityEvents, ...(await valuesOf(ctx, 'event', wanted))])].map(option);
    case 'sku':
      return searchValues(ctx.tx, ctx.storeId, 'sku', wanted, most).then((rows) =>
        rows.map(({ value, en, ar }) => ({ value, label: { en: en ?? value, ar: ar ?? en ?? value } })),
      );
    default:
      return (await valuesOf(ctx, source.of, wanted)).map(option);
  }
}

const option = (value: string): Option => ({ value, label: same(value) });

async function valuesOf(ctx: Ctx, of: Parameters<typeof searchValues>[2], wanted: string): Promise<string[]> {
  return (await searchValues(ctx.tx, ctx.storeId, of, wanted, most)).map(({ value }) => value);
}
