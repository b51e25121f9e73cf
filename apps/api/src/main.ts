import { existsSync } from 'node:fs';
import { backup, restore } from './commands/backup.ts';
import { demo } from './commands/demo.ts';
import { importFile } from './commands/import.ts';
import { migrateOnly } from './commands/migrate.ts';
import { printOpenApi } from './commands/openapi.ts';
import { serve, start, work } from './commands/serve.ts';
import { verify } from './commands/verify.ts';

/** Every command of the process: `npm run wafa -- <command> [arguments]`. */
const commands: Record<string, { run: (args: string[]) => Promise<void>; help: string }> = {
  start: { run: start, help: 'migrate, then serve and work' },
  serve: { run: serve, help: 'serve requests only' },
  work: { run: work, help: 'work on jobs only' },
  migrate: { run: migrateOnly, help: 'bring the database to this version' },
  demo: { run: demo, help: 'make a demo store, then serve and work' },
  import: { run: importFile, help: 'import orders <file> --preset online-retail|csv|jsonl [--store slug]' },
  verify: {
    run: verify,
    help: 'recount balances, hash chains and roots of every store; verify <statement.json>: check one offline',
  },
  backup: { run: backup, help: 'backup <folder>: every table, in one snapshot' },
  restore: { run: restore, help: 'restore <folder> into an empty database' },
  openapi: { run: printOpenApi, help: 'print the OpenAPI document' },
};

// Settings may stand in a file beside the working directory; what the environment says goes before it.
if (existsSync('.env')) process.loadEnvFile('.env');

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  const lines = Object.entries(commands).map(([key, { help }]) => `  ${key.padEnd(10)}${help}`);
  process.stderr.write(`Usage: npm run wafa -- <command>\n\n${lines.join('\n')}\n`);
  process.exitCode = name === '' || name === 'help' ? 0 : 2;
} else {
  command.run(args).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    if (process.env.LOG_LEVEL === 'debug') process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  });
}
