import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1');
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);
const count = z.coerce.number().int().min(0);
const url = z.string().url();

/** Every setting of the process: name, schema, default as text, meaning. README and .env.example repeat it. */
export const configTable = [
  ['NODE_ENV', z.enum(['production', 'development', 'test']), 'production', 'What the process runs for'],
  ['PORT', z.coerce.number().int().min(0).max(65_535), '3010', 'Port of API and web'],
  ['HOST', z.string(), '0.0.0.0', 'Address to listen on'],
  ['DATABASE_URL', url.optional(), '', 'PostgreSQL 15 or newer; empty: an embedded PostgreSQL is started'],
  [
    'DATABASE_ADMIN_URL',
    url.optional(),
    '',
    'Log-in that may create roles, for migrations; empty: DATABASE_URL',
  ],
  ['DATABASE_POOL_SIZE', count.min(2), '16', 'Connections of the API process'],
  ['REDIS_URL', url.optional(), '', 'Optional shared rate limits for several API nodes'],
  [
    'JWT_SECRET',
    z.string().min(32).optional(),
    '',
    'Signs access tokens (HS256, 32 characters or more); empty: made once and kept in the data folder',
  ],
  [
    'LEDGER_KEY',
    z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/, '32 bytes as base64url')
      .optional(),
    '',
    'Signs the daily roots of the ledger (32 bytes as base64url); empty: made once and kept in the data folder',
  ],
  [
    'CARD_KEY',
    z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/, '32 bytes as base64url')
      .optional(),
    '',
    'Every store’s key for Customer ID cards derives from it (32 bytes as base64url); empty: made once and kept in the data folder',
  ],
  ['JWKS_URL', url.optional(), '', 'Keys of an outside token issuer'],
  ['JWT_ISSUER', z.string().optional(), '', 'Issuer expected in outside tokens'],
  ['JWT_AUDIENCE', z.string().optional(), '', 'Audience expected in outside tokens'],
  ['ALLOWED_ORIGINS', list, '', 'Comma list of origins that browsers may call the API from'],
  [
    'LOG_LEVEL',
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    'info',
    'Least level that is logged',
  ],
  [
    'CUSTOMER_ID_SERVICE_URL',
    url.optional(),
    '',
    'Address of this API as SDK and card component reach it; empty: the page’s own origin',
  ],
  ['WAFA_DATA_DIR', z.string(), '.wafa', 'Folder of the embedded database, generated secrets and files'],
  ['WAFA_WEB_DIR', z.string(), 'apps/web/dist', 'Folder of the built web; missing: the API alone is served'],
  ['TRUST_PROXY', flag, 'false', 'Take the caller’s address from X-Forwarded-For'],
  ['RATE_LIMIT_PER_MINUTE', count, '6000', 'Requests a minute of one address; 0 switches limits off'],
  ['SIGN_IN_LIMIT_PER_MINUTE', count, '60', 'Sign-ins and sign-ups a minute of one address; 0: no limit'],
  [
    'SMTP_URL',
    z.url({ protocol: /^smtps?$/ }).optional(),
    '',
    'Mail server, smtp[s]://user:password@host:port; empty: no e-mail leaves, the demo catches it',
  ],
  ['MAIL_FROM', z.email(), 'no-reply@localhost.localdomain', 'Address from which e-mail is sent'],
  [
    'WALLET_APPLE_CERT',
    z.string().optional(),
    '',
    'Certificate of the pass type, a PEM file; with all of WALLET_APPLE_* there are Apple Wallet passes',
  ],
  ['WALLET_APPLE_KEY', z.string().optional(), '', 'Private key of that certificate, a PEM file (RSA)'],
  ['WALLET_APPLE_KEY_PASSPHRASE', z.string().optional(), '', 'Passphrase of that key, where it has one'],
  ['WALLET_APPLE_WWDR', z.string().optional(), '', 'Apple’s intermediate certificate (WWDR G4), a PEM file'],
  ['WALLET_APPLE_PASS_TYPE_ID', z.string().optional(), '', 'Pass type, as pass.com.example.card'],
  ['WALLET_APPLE_TEAM_ID', z.string().optional(), '', 'Team at Apple'],
  [
    'WALLET_GOOGLE_KEY',
    z.string().optional(),
    '',
    'Key of a service account, its JSON file; with the issuer id there are Google Wallet links',
  ],
  ['WALLET_GOOGLE_ISSUER_ID', z.string().optional(), '', 'Issuer at Google Wallet'],
  ['METRICS_TOKEN', z.string().optional(), '', 'Bearer token of /metrics; empty: loopback only'],
  ['DEMO_CUSTOMERS', count, '2000', 'Customers that `npm run demo` makes'],
  ['DEMO_ORDERS', count, '30000', 'Orders that `npm run demo` makes'],
  ['WAFA_SIGN_INS_FILE', z.string().optional(), '', 'File into which the demo writes its sign-ins as JSON'],
] as const satisfies readonly (readonly [string, z.ZodType, string, string])[];

export interface Config {
  nodeEnv: 'production' | 'development' | 'test';
  port: number;
  host: string;
  databaseUrl?: string;
  databaseAdminUrl?: string;
  databasePoolSize: number;
  redisUrl?: string;
  jwtSecret: string;
  ledgerKey: string;
  cardKey: string;
  jwksUrl?: string;
  jwtIssuer?: string;
  jwtAudience?: string;
  allowedOrigins: string[];
  logLevel: string;
  customerIdServiceUrl?: string;
  wafaDataDir: string;
  wafaWebDir: string;
  trustProxy: boolean;
  rateLimitPerMinute: number;
  signInLimitPerMinute: number;
  smtpUrl?: string;
  mailFrom: string;
  walletAppleCert?: string;
  walletAppleKey?: string;
  walletAppleKeyPassphrase?: string;
  walletAppleWwdr?: string;
  walletApplePassTypeId?: string;
  walletAppleTeamId?: string;
  walletGoogleKey?: string;
  walletGoogleIssuerId?: string;
  metricsToken?: string;
  demoCustomers: number;
  demoOrders: number;
  wafaSignInsFile?: string;
}

/**
 * Reads and validates the environment. Errors name every variable at fault.
 * @throws Error with one line per wrong variable
 */
export function loadConfig(env: Record<string, string | undefined> = process.env): Config {
  const values: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [name, schema, fallback] of configTable) {
    const text = env[name]?.trim() || fallback;
    const parsed = schema.safeParse(text === '' && schema.safeParse(undefined).success ? undefined : text);
    if (parsed.success) values[camel(name)] = parsed.data;
    else faults.push(`${name}: ${parsed.error.issues[0]?.message ?? 'not valid'}`);
  }
  if (faults.length > 0) throw new Error(`Configuration:\n  ${faults.join('\n  ')}`);
  const config = values as unknown as Config;
  config.wafaDataDir = resolve(config.wafaDataDir);
  config.wafaWebDir = resolve(config.wafaWebDir);
  config.jwtSecret ??= keptSecret(config.wafaDataDir, 'jwt-secret');
  config.ledgerKey ??= keptSecret(config.wafaDataDir, 'ledger-key');
  config.cardKey ??= keptSecret(config.wafaDataDir, 'card-key');
  return config;
}

const camel = (name: string) =>
  name.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A secret that is made at the first start and kept, readable by the owner only. */
function keptSecret(dataDir: string, name: string): string {
  const path = join(dataDir, name);
  if (!existsSync(path)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(path, 'utf8');
}
