import type {
  CommunicationType,
  InputOf,
  MessageTemplate,
  notificationsContract,
  OutputOf,
} from '@wafa/contract';
import { translate } from '@wafa/i18n';
import { actorId, type Ctx } from '../../../platform/context.ts';
import { AppError, type FieldError } from '../../../platform/errors.ts';
import * as customers from '../../customers/index.ts';
import * as settings from '../../settings/index.ts';
import { readRecipients } from '../messages/sql.ts';
import { commonVariables } from '../messages/wording.ts';
import { builtInTemplates, type TemplateText } from './built-in.ts';
import { faultsOf, htmlOf, ownVariables, type Rendered, render, samplePerson } from './rules.ts';
import { insertVersion, readTemplates, readVersion, type TemplateRow } from './sql.ts';

type Contract = typeof notificationsContract;

/** A template as it stands at the moment a message is made from it. */
export interface CurrentTemplate extends TemplateText {
  key: string;
  type: CommunicationType;
  /** 0: the ready-made one. */
  version: number;
  updatedAt: Date | null;
}

const place = (key: string, type: string) => `${type} ${key}`;

/** The wording of ready-made templates is that of an e-mail; other channels use it until they have their own. */
const firstType: CommunicationType = 'EMAIL';

/**
 * The templates of these keys (all without `keys`) as they stand, by key and type. A text of the store's
 * own goes before a ready-made one.
 */
async function currentTemplates(
  ctx: Ctx,
  keys: readonly string[] | null,
): Promise<Map<string, CurrentTemplate>> {
  const found = new Map<string, CurrentTemplate>();
  for (const [key, text] of Object.entries(builtInTemplates))
    if (keys === null || keys.includes(key))
      found.set(place(key, firstType), { ...text, key, type: firstType, version: 0, updatedAt: null });
  for (const row of await readTemplates(ctx.tx, ctx.storeId, keys))
    if (!row.retired) found.set(place(row.key, row.type), fromRow(row));
  return found;
}

/**
 * A look-up of templates for messages of several types: the template of the type itself, else its e-mail.
 * It throws `template_unknown`.
 */
export async function findTemplates(
  ctx: Ctx,
  keys: readonly string[],
): Promise<(key: string, type: CommunicationType) => CurrentTemplate> {
  const found = keys.length === 0 ? new Map() : await currentTemplates(ctx, [...new Set(keys)]);
  return (key, type) => {
    const template = found.get(place(key, type)) ?? found.get(place(key, firstType));
    if (!template) throw new AppError('template_unknown', { field: 'template' });
    return template;
  };
}

function fromRow(row: TemplateRow): CurrentTemplate {
  const wording = (subject: string | null, body: string | null) =>
    body === null ? null : { subject: subject ?? '', body };
  return {
    key: row.key,
    type: row.type as CommunicationType,
    version: row.version,
    topic: row.topic,
    name: { en: row.nameEn, ar: row.nameAr },
    secret: isSecret(row.key),
    versions: { en: wording(row.subjectEn, row.bodyEn), ar: wording(row.subjectAr, row.bodyAr) },
    sample: row.sample,
    updatedAt: row.createdAt,
  };
}

/** A reworded template holds the same secret as the ready-made one. */
const isSecret = (key: string) => builtInTemplates[key]?.secret ?? false;

export async function templates(ctx: Ctx): Promise<OutputOf<Contract['templates']>> {
  const found = [...(await currentTemplates(ctx, null)).values()];
  found.sort((a, b) => (place(a.key, a.type) < place(b.key, b.type) ? -1 : 1));
  return { templates: found.map(shown) };
}

export async function template(ctx: Ctx, input: InputOf<Contract['template']>): Promise<MessageTemplate> {
  const { key, type, version } = input;
  if (version) {
    const row = await readVersion(ctx.tx, ctx.storeId, key, type, version);
    if (!row || row.retired) throw new AppError('template_unknown', { field: 'version' });
    return shown(fromRow(row));
  }
  const builtIn = version === 0 ? builtInTemplates[key] : undefined;
  const found = builtIn
    ? { ...builtIn, key, type: firstType, version: 0, updatedAt: null }
    : (await currentTemplates(ctx, [key])).get(place(key, type));
  if (!found) throw new AppError('template_unknown', { field: 'key' });
  return shown(found);
}

function shown({ updatedAt, ...template }: CurrentTemplate): MessageTemplate {
  return {
    ...template,
    sample: { ...template.sample },
    builtIn: Object.hasOwn(builtInTemplates, template.key),
    updatedAt: updatedAt?.toISOString() ?? null,
  };
}

/** Writes a template or its next version. Throws `validation` with the place of each fault in its texts. */
export async function saveTemplate(
  ctx: Ctx,
  input: InputOf<Contract['saveTemplate']>,
): Promise<MessageTemplate> {
  const { key, type, name, topic, versions, sample } = input;
  const errors = (['en', 'ar'] as const).flatMap((language) =>
    (['subject', 'body'] as const).flatMap((part) =>
      faultSentences(ctx, `versions.${language}.${part}`, versions[language]?.[part] ?? '', sample),
    ),
  );
  if (errors.length > 0) throw new AppError('validation', { errors });
  tryOut(await settings.store(ctx), { topic, name, versions, sample, secret: false });
  const version = await insertVersion(ctx.tx, ctx.storeId, {
    key,
    type,
    retired: false,
    topic,
    nameEn: name.en,
    nameAr: name.ar,
    subjectEn: versions.en?.subject ?? null,
    bodyEn: versions.en?.body ?? null,
    subjectAr: versions.ar?.subject ?? null,
    bodyAr: versions.ar?.body ?? null,
    sample,
    createdBy: actorId(ctx.actor),
    createdAt: ctx.now,
  });
  ctx.audit({
    action: 'notifications.saveTemplate',
    entity: 'template',
    entityId: place(key, type),
    after: { version, name, topic, versions },
  });
  return shown({
    key,
    type,
    version,
    name,
    topic,
    versions,
    sample,
    secret: isSecret(key),
    updatedAt: ctx.now,
  });
}

function faultSentences(
  ctx: Ctx,
  field: string,
  text: string,
  sample: Readonly<Record<string, unknown>>,
): FieldError[] {
  return faultsOf(text, sample).map(({ kind, line, column, what }) => ({
    field,
    message: translate(ctx.language, `notifications.template_${kind}`, { line, column, what }),
  }));
}

/** Takes a template back: the version after it is none. A template that is not there is no error. */
export async function removeTemplate(
  ctx: Ctx,
  input: InputOf<Contract['removeTemplate']>,
): Promise<{ removed: boolean }> {
  const { key, type } = input;
  const row = (await readTemplates(ctx.tx, ctx.storeId, [key])).find((found) => found.type === type);
  if (!row || row.retired) return { removed: false };
  await insertVersion(ctx.tx, ctx.storeId, {
    ...row,
    retired: true,
    createdBy: actorId(ctx.actor),
    createdAt: ctx.now,
  });
  ctx.audit({ action: 'notifications.removeTemplate', entity: 'template', entityId: place(key, type) });
  return { removed: true };
}

/** How a stored template, or the text of one being written, reads in a language. */
export async function preview(
  ctx: Ctx,
  input: InputOf<Contract['preview']>,
): Promise<OutputOf<Contract['preview']>> {
  const { key, type, language } = input;
  const store = await settings.store(ctx);
  const stored = key === undefined ? undefined : (await findTemplates(ctx, [key]))(key, type);
  const wording = input.wording ?? stored?.versions[language];
  if (!wording) throw new AppError('template_unknown', { field: 'language' });
  const sample = { ...stored?.sample, ...input.sample };
  const errors = (['subject', 'body'] as const).flatMap((part) =>
    faultSentences(ctx, `wording.${part}`, wording[part], sample),
  );
  if (errors.length > 0) throw new AppError('validation', { errors });
  const common = commonVariables(store, language, await previewed(ctx, input.customerId));
  const variables = { ...sample, ...common, customer: common.customer ?? samplePerson[language] };
  const rendered = renderOrRefuse('wording.body', wording, language, variables);
  const name = common.store.name;
  return {
    subject: rendered.subject,
    text: rendered.body,
    html: htmlOf(rendered, language, { name, color: store.color }),
  };
}

async function previewed(ctx: Ctx, ref: string | undefined) {
  if (ref === undefined) return undefined;
  const id = await customers.require(ctx, ref);
  return (await readRecipients(ctx.tx, ctx.storeId, [id])).get(id);
}

/**
 * A wording filled in. A text that passes every check can still ask for too much, as a long loop does; it
 * is refused with `validation` of `field`.
 */
export function renderOrRefuse(
  field: string,
  ...[wording, language, variables]: Parameters<typeof render>
): Rendered {
  try {
    return render(wording, language, variables);
  } catch (cause) {
    throw new AppError('validation', { field, detail: 'the template does not render', cause });
  }
}

/** Refuses a template that cannot be filled in, trying it on sample data in each of its languages. */
function tryOut(store: settings.StoreFacts, template: TemplateText): void {
  for (const language of ['en', 'ar'] as const) {
    const wording = template.versions[language];
    if (!wording) continue;
    const { store: named } = commonVariables(store, language, undefined);
    const variables = { ...template.sample, store: named, customer: samplePerson[language] };
    renderOrRefuse(`versions.${language}.body`, wording, language, variables);
  }
}

/** Throws `validation` naming each variable that the text of this language needs and `given` lacks. */
export function requireVariables(
  template: CurrentTemplate,
  language: 'en' | 'ar',
  given: Readonly<Record<string, unknown>>,
  say: Ctx['language'],
): void {
  const missing = ownVariables(template, language).filter((name) => !Object.hasOwn(given, name));
  if (missing.length === 0) return;
  const message = translate(say, 'validation.required');
  throw new AppError('validation', {
    errors: missing.map((name) => ({ field: `variables.${name}`, message })),
  });
}
