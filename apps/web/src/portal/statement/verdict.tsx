import type { Finding, Verdict } from '@wafa/proof';
import { type Translate, useFormat, useText } from '../../shared/hooks.ts';
import { Icon } from '../../shared/ui/icon.tsx';

/** More than these say nothing new: one change breaks everything after it. */
const shownFindings = 5;

/** Checks a statement on this device; the code for it comes when it is first wanted. */
export async function check(statement: unknown, fingerprint?: string): Promise<Verdict> {
  const { verifyStatement } = await import('@wafa/proof');
  return verifyStatement(statement, fingerprint ? { fingerprints: [fingerprint] } : {});
}

/** What a check found out, in words. `compared`: a fingerprint was given, and taken into account. */
export function VerdictPanel({ verdict, compared = false }: { verdict: Verdict; compared?: boolean }) {
  return verdict.findings.length > 0 ? (
    <Broken findings={verdict.findings} />
  ) : (
    <Sound verdict={verdict} compared={compared} />
  );
}

function Sound({ verdict, compared }: { verdict: Verdict; compared: boolean }) {
  const text = useText();
  const { date } = useFormat();
  const { fingerprint, day, keyId, entries, afterRoot, withheld } = verdict;
  return (
    <div role="status" className="panel grid gap-3 p-5">
      <p className="flex items-center gap-3 text-20 font-semibold">
        <Icon name="shield" className="text-success" />
        {text('statement.sound')}
      </p>
      <p>
        {text('statement.sound_text')} {text('statement.count', { count: entries })}
      </p>
      {fingerprint && day ? (
        <dl className="grid gap-3 border-y border-line py-3">
          <div>
            <dt className="font-semibold">{text('statement.root', { day: date(day) })}</dt>
            <dd className="text-soft">{text(compared ? 'statement.held_fits' : 'statement.compare')}</dd>
          </div>
          <div>
            <dt className="text-soft">{text('statement.fingerprint')}</dt>
            <dd>
              <bdi dir="ltr" className="break-all">
                {fingerprint}
              </bdi>
            </dd>
          </div>
          <div>
            <dt className="text-soft">{text('statement.key')}</dt>
            <dd>
              <bdi dir="ltr">{keyId}</bdi>
            </dd>
          </div>
        </dl>
      ) : (
        <p>{text('statement.unsealed')}</p>
      )}
      {fingerprint && afterRoot > 0 ? <p>{text('statement.after', { count: afterRoot })}</p> : null}
      {withheld > 0 ? <p>{text('statement.withheld', { count: withheld })}</p> : null}
    </div>
  );
}

function Broken({ findings }: { findings: readonly Finding[] }) {
  const text = useText();
  const lines = [...new Set(findings.map((finding) => inWords(text, finding)))];
  return (
    <div role="alert" className="panel grid gap-3 p-5">
      <p className="flex items-center gap-3 text-20 font-semibold">
        <Icon name="alert" className="text-danger" />
        {text('statement.broken')}
      </p>
      <p>{text('statement.broken_text')}</p>
      <ul className="list-disc ps-5">
        {lines.slice(0, shownFindings).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {lines.length > shownFindings ? (
        <p className="text-soft">{text('statement.more', { count: lines.length - shownFindings })}</p>
      ) : null}
    </div>
  );
}

function inWords(text: Translate, { what, entry, field }: Finding): string {
  const fault = text(`statement.fault.${what}`, { field });
  return entry === undefined ? fault : text('statement.in_entry', { entry, fault });
}
