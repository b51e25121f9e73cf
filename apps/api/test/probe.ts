import { endpoint, type Permission, permissions } from '@wafa/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Ctx } from '../src/platform/context.ts';
import { AppError, refuse } from '../src/platform/errors.ts';
import { bind, bindBatch, bindStream } from '../src/platform/http/bind.ts';
import type { Module } from '../src/platform/module.ts';
import type { App } from '../src/platform/process.ts';

declare module '../src/platform/events/catalogue.ts' {
  interface Events {
    'probe.noted': { noteId: string };
  }
}

/** Table of a module made to test the platform by: notes, and what a listener heard. */
export const probeTables = `
  create schema probe; grant usage on schema probe to wafa_app;
  create table probe.notes (store_id uuid not null, id uuid not null, text text not null,
    constraint notes_pkey primary key (store_id, id), constraint notes_text_check check (text <> 'forbidden'),
    constraint notes_text_key unique (store_id, text));
  create table probe.heard (store_id uuid not null, id uuid not null, constraint heard_pkey primary key (store_id, id));
  select platform.protect('probe.notes'); select platform.protect('probe.heard')`;

const note = z.object({ id: z.string(), text: z.string() });
const body = z.object({ text: z.string().min(1).max(100) });

export const probe = {
  add: endpoint({
    name: 'probe.add',
    method: 'POST',
    path: '/api/v1/probe',
    summary: 'Add a note',
    caller: 'staff',
    permission: 'settings.edit',
    lane: 'write',
    status: 201,
    body,
    response: note,
  }),
  addBatched: endpoint({
    name: 'probe.addBatched',
    method: 'POST',
    path: '/api/v1/probe/batched',
    summary: 'Add a note in the batch lane',
    caller: 'staff',
    permission: 'settings.edit',
    lane: 'batch',
    status: 201,
    body,
    response: note,
  }),
  list: endpoint({
    name: 'probe.list',
    method: 'GET',
    path: '/api/v1/probe',
    summary: 'Notes of the store',
    caller: 'both',
    permission: 'settings.read',
    lane: 'read',
    response: z.object({ notes: z.array(note) }),
  }),
  /** Reads without the tenant in its WHERE clause: what row security alone lets through. */
  listUnfiltered: endpoint({
    name: 'probe.listUnfiltered',
    method: 'GET',
    path: '/api/v1/probe/unfiltered',
    summary: 'Notes, with no filter but row security',
    caller: 'staff',
    lane: 'read',
    response: z.object({ notes: z.array(note) }),
  }),
  download: endpoint({
    name: 'probe.download',
    method: 'GET',
    path: '/api/v1/probe/file',
    summary: 'Notes as a file',
    caller: 'staff',
    lane: 'stream',
    response: z.string(),
  }),
};

/** Sizes of the batches that the batch lane made, for tests to look at. */
export const batchSizes: number[] = [];

async function insert(ctx: Ctx, texts: readonly string[]): Promise<{ id: string; text: string }[]> {
  const notes = texts.map((text) => ({ id: ctx.newId(), text }));
  await sql`insert into probe.notes (store_id, id, text)
    select ${ctx.storeId}::uuid, n.id, n.text
      from jsonb_to_recordset(${JSON.stringify(notes)}::jsonb) as n(id uuid, text text)`.execute(ctx.tx);
  for (const { id } of notes) ctx.emit('probe.noted', { noteId: id });
  return notes;
}

async function add(ctx: Ctx, { text }: { text: string }) {
  const [made] = await insert(ctx, [text]);
  if (text === 'slow') await sql`select pg_sleep(0.4)`.execute(ctx.tx);
  if (text === 'thrown') throw new AppError('conflict');
  if (text === 'refused') return refuse('locked', { retryAfterSeconds: 5 });
  if (text === 'broken') throw new Error('secret detail of the inside');
  return made as { id: string; text: string };
}

async function addMany(ctx: Ctx, inputs: { text: string }[]) {
  batchSizes.push(inputs.length);
  const good = inputs.filter((input) => input.text !== 'bad');
  const made = await insert(
    ctx,
    good.map((input) => input.text),
  );
  return inputs.map((input) =>
    input.text === 'bad' ? new AppError('conflict') : (made.shift() as (typeof made)[0]),
  );
}

async function list(ctx: Ctx) {
  const { rows } = await sql<{ id: string; text: string }>`
    select id, text from probe.notes where store_id = ${ctx.storeId}::uuid order by id`.execute(ctx.tx);
  return { notes: rows };
}

async function listUnfiltered(ctx: Ctx) {
  const { rows } = await sql<{ id: string; text: string }>`select id, text from probe.notes`.execute(ctx.tx);
  return { notes: rows };
}

const module: Module = {
  name: 'probe',
  routes: [
    bind(probe.add, add),
    bindBatch(probe.addBatched, addMany),
    bind(probe.list, list),
    bind(probe.listUnfiltered, listUnfiltered),
    bindStream(probe.download, async (page) => ({
      contentType: 'text/csv; charset=utf-8',
      fileName: 'notes.csv',
      chunks: (async function* () {
        for (const row of (await page(list)).notes) yield `${row.text}\r\n`;
      })(),
    })),
  ],
  listeners: [
    {
      event: 'probe.noted',
      subscriber: 'probe.hear',
      async handle(ctx, event) {
        await sql`insert into probe.heard (store_id, id) values (${ctx.storeId}::uuid,
          ${(event.payload as { noteId: string }).noteId}::uuid)`.execute(ctx.tx);
      },
    },
  ],
};

const granted: ReadonlySet<Permission> = new Set(permissions);

/** An app of the probe alone. A caller is whoever `x-store-id` and `authorization` say: `Bearer <actor id>`. */
export const probeApp: App = {
  modules: [module],
  makeDoors: () => ({
    authenticate: async ({ authorization, store }) =>
      authorization
        ? {
            storeId: store as string,
            actor: {
              kind: 'key',
              id: authorization.slice(7),
              permissions: granted,
            },
          }
        : undefined,
    findStore: async (name) => (/^[0-9a-f-]{36}$/.test(name) ? { id: name, language: 'en' } : undefined),
    isSwitchedOff: () => false,
  }),
  listStores: async () => [],
};
