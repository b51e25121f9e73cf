import { type TestApp, type TestStore, testApp } from '../../../test/harness.ts';
import { type CaughtMail, MailCatcher } from './catcher/catcher.ts';
import { deliver } from './delivery/deliver.ts';

/** The product with a mail server of the loopback. */
export interface MailApp extends TestApp {
  catcher: MailCatcher;
  /** Does what the worker does: carries whatever is due now. */
  carry(store?: TestStore): Promise<void>;
  /** The newest mail to this address. */
  mailTo(address: string): CaughtMail | undefined;
}

export async function mailApp(options: { works?: boolean } = {}): Promise<MailApp> {
  const catcher = await MailCatcher.start({ keep: 10_000 });
  const app = await testApp({
    ...options,
    env: { SMTP_URL: catcher.url, MAIL_FROM: 'hello@wafa.example' },
  });
  return {
    ...app,
    catcher,
    carry: async (store) => {
      while (await deliver((work) => app.inStore(work, store)));
    },
    mailTo: (address) => catcher.mails.findLast((mail) => mail.to.includes(address)),
    close: async () => {
      await app.close();
      await catcher.stop();
    },
  };
}
