import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../platform/errors.ts';
import type { CaughtMail, MailCatcher } from './catcher.ts';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/**
 * The pages of the demo and of development on which caught mail is read: the list, a mail, and its HTML
 * for a frame. They answer callers of the same machine alone, and exist only where a catcher runs.
 */
export function addMailPages(server: FastifyInstance, catcher: MailCatcher): void {
  const guard = async (request: FastifyRequest) => {
    if (!loopback.has(request.socket.remoteAddress ?? '')) throw new AppError('forbidden');
  };
  const find = (request: FastifyRequest): CaughtMail => {
    const { id } = request.params as { id: string };
    const found = catcher.mails.find((mail) => String(mail.id) === id);
    if (!found) throw new AppError('not_found', { field: 'id' });
    return found;
  };
  server.get('/dev/mail', { preHandler: guard }, (_request, reply) =>
    sendPage(reply, 'Caught mail', listOf(catcher.mails)),
  );
  server.get('/dev/mail/:id', { preHandler: guard }, (request, reply) => {
    const caught = find(request);
    return sendPage(reply, caught.mail.subject ?? '', pageOf(caught));
  });
  // The frame's own policy: a mail runs nothing and fetches nothing, whoever opens this address.
  server.get('/dev/mail/:id/html', { preHandler: guard }, (request, reply) =>
    reply
      .header(
        'content-security-policy',
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
      )
      .type('text/html; charset=utf-8')
      .send(find(request).mail.html ?? ''),
  );
  server.get('/dev/mail/:id/source', { preHandler: guard }, (request, reply) =>
    reply.type('text/plain; charset=utf-8').send(find(request).raw),
  );
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (sign) => entities[sign] as string);
const time = (at: Date) => at.toISOString().slice(0, 19).replace('T', ' ');

function sendPage(reply: FastifyReply, title: string, body: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1d1d1b }
table { border-collapse: collapse; width: 100% }
th, td { border-bottom: 1px solid #ddd; padding: .4rem; text-align: start; vertical-align: top }
iframe { border: 1px solid #ddd; height: 32rem; width: 100% }
pre { background: #f4f2ee; padding: 1rem; white-space: pre-wrap }
</style></head><body>${body}</body></html>`);
}

function listOf(mails: readonly CaughtMail[]): string {
  if (mails.length === 0)
    return '<h1>Caught mail</h1><p>No mail has been sent yet. Reload to look again.</p>';
  const rows = [...mails].reverse().map(
    ({ id, receivedAt, to, mail }) =>
      `<tr><td>${time(receivedAt)}</td><td><bdi>${escapeHtml(to.join(', '))}</bdi></td>
<td><a href="/dev/mail/${id}"><bdi>${escapeHtml(mail.subject || '(no subject)')}</bdi></a></td></tr>`,
  );
  return `<h1>Caught mail</h1><table><thead><tr><th>Received (UTC)</th><th>To</th><th>Subject</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`;
}

function pageOf({ id, receivedAt, to, mail }: CaughtMail): string {
  const from = mail.from ? `${mail.from.name ?? ''} <${mail.from.address ?? ''}>` : '';
  return `<p><a href="/dev/mail">All mail</a></p><h1><bdi>${escapeHtml(mail.subject ?? '')}</bdi></h1>
<p>From <bdi>${escapeHtml(from)}</bdi><br>To <bdi>${escapeHtml(to.join(', '))}</bdi><br>${time(receivedAt)} UTC
· <a href="/dev/mail/${id}/source">source</a></p>
<iframe sandbox title="The mail" src="/dev/mail/${id}/html"></iframe>
<h2>As text</h2><pre dir="auto">${escapeHtml(mail.text ?? '')}</pre>`;
}
