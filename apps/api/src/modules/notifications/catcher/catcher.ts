import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';

/** A mail as it came in. */
export interface CaughtMail {
  /** Number in order of arrival, from 1. */
  id: number;
  receivedAt: Date;
  /** Addresses of the envelope. */
  to: string[];
  raw: Buffer;
  mail: Email;
}

const maxBytes = 5 * 1024 * 1024;

/**
 * A mail server of the loopback that keeps what it gets in memory, for demo, development and tests: nothing
 * leaves the machine, and nothing has to be set up. Like many servers it drops a mail whose Message-ID it
 * has seen.
 */
export class MailCatcher {
  readonly mails: CaughtMail[] = [];
  /** How many mails were handed over, repeats included. */
  received = 0;
  #seen = new Set<string>();
  #count = 0;
  #server: SMTPServer;

  private constructor(private readonly keep: number) {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      size: maxBytes,
      closeTimeout: 500,
      logger: false,
      onData: (stream, session, done) => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        this.#take(stream, to).then(() => done(), done);
      },
    });
    this.#server.on('error', () => undefined);
  }

  /** Starts on a free port (or this one) of the loopback; keeps the newest `keep` mails. */
  static async start(options: { keep?: number; port?: number } = {}): Promise<MailCatcher> {
    const catcher = new MailCatcher(options.keep ?? 1_000);
    await new Promise<void>((resolve, reject) => {
      catcher.#server.once('error', reject);
      catcher.#server.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    return catcher;
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  /** As SMTP_URL takes it. */
  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  async #take(stream: SMTPServerDataStream, to: string[]): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const mail = await PostalMime.parse(raw);
    this.received += 1;
    const messageId = mail.messageId ?? `#${this.received}`;
    if (this.#seen.has(messageId)) return;
    this.#seen.add(messageId);
    this.#count += 1;
    this.mails.push({ id: this.#count, receivedAt: new Date(), to, raw, mail });
    const [oldest] = this.mails;
    if (this.mails.length > this.keep && oldest) {
      this.mails.shift();
      this.#seen.delete(oldest.mail.messageId ?? '');
    }
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}
