import { withSettings } from './pool.ts';
import { roles } from './roles.ts';

export interface ConnectionUrls {
  /** Of a user that may migrate. */
  adminUrl: string;
  /** Of wafa_app: by log-in, or by taking the role at connection. */
  appUrl: string;
  /** The log-in behind `appUrl`, which the migration makes a member of wafa_app. */
  appUser: string;
}

/**
 * How to reach a database that exists already: `DATABASE_URL` for the app, `DATABASE_ADMIN_URL` for
 * migrations where that is another user.
 */
export function connectionUrls(databaseUrl: string, databaseAdminUrl?: string): ConnectionUrls {
  const appUser = decodeURIComponent(new URL(databaseUrl).username);
  const appUrl = appUser === roles.app ? databaseUrl : withSettings(databaseUrl, { role: roles.app });
  return { adminUrl: databaseAdminUrl ?? databaseUrl, appUrl, appUser };
}

/** The same server and log-in, another database. */
export function withDatabase(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${encodeURIComponent(database)}`;
  return parsed.toString();
}
