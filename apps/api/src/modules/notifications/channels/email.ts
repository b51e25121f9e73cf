import { createTransport, type Transporter } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool';
import type { Config } from '../../../platform/config.ts';
import { htmlOf } from '../templates/rules.ts';
import type { OutgoingMessage, OutsideChannel, SendResult } from './channel.ts';
import { resultOfSmtp } from './rules.ts';

/** Connections of a process to the mail server; sending side by side is what a pool is for. */
export const emailConnections = 4;

/** A server that does not answer costs a batch at most 10 s of the job's 20. */
const timeouts = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000 };

let transport: Transporter<SMTPPool.SentMessageInfo> | undefined;
let from = '';

/** Opens the pool to the mail server, if one is named. Answers how to close it. */
export function configureEmail(config: Pick<Config, 'smtpUrl' | 'mailFrom'>): () => Promise<void> {
  from = config.mailFrom;
  const opened = config.smtpUrl
    ? createTransport({
        url: config.smtpUrl,
        pool: true,
        maxConnections: emailConnections,
        // One: a kept connection may have been closed meanwhile. More is the business of the deliveries.
        maxRequeues: 1,
        disableFileAccess: true,
        disableUrlAccess: true,
        ...timeouts,
      } as SMTPPool.Options)
    : undefined;
  transport = opened;
  return async () => {
    opened?.close();
    if (transport === opened) transport = undefined;
  };
}

/**
 * The Message-ID follows from the message's id: should a process die between the server's answer and its
 * own commit, the message goes out again under the same one, and servers that drop repeats drop it.
 */
const messageIdOf = (id: string) => `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`;

async function send(message: OutgoingMessage): Promise<SendResult> {
  if (!transport) return { outcome: 'retry', error: 'ECONFIG', down: true };
  const { id, language, subject, body, to, toName, store, at } = message;
  try {
    await transport.sendMail({
      messageId: messageIdOf(id),
      date: at,
      from: { name: store.name, address: from },
      to: { name: toName, address: to },
      subject,
      text: body,
      html: htmlOf({ subject, body }, language, store),
      textEncoding: 'base64',
      headers: { 'Content-Language': language, 'Auto-Submitted': 'auto-generated' },
    });
    return { outcome: 'sent' };
  } catch (error) {
    return resultOfSmtp(error);
  }
}

export const email: OutsideChannel = {
  name: 'email',
  type: 'EMAIL',
  kind: 'outside',
  isConfigured: () => transport !== undefined,
  addressOf: (reach) => reach.email,
  send,
};
