import type { ApiFailure } from '@wafa/client';
import type { EarnRule, Program } from '@wafa/contract';
import { Alert, App, Button, Popconfirm, Switch } from 'antd';
import { useState } from 'react';
import { useAct } from '../../../shared/api/calls.ts';
import { endpoints } from '../../../shared/api/endpoints.ts';
import { failureText, useFormat, useText } from '../../../shared/hooks.ts';
import { EmptyState } from '../../../shared/ui/states.tsx';
import { Glyph } from '../../shared/glyph.tsx';
import { Mark } from '../../shared/mark.tsx';
import { useStore } from '../../shared/store.ts';
import { DryRun } from './dry-run.tsx';
import { RuleSide } from './rule-side.tsx';
import { useRuleWords } from './rule-words.ts';

/**
 * The earn rules of a programme as a draft: edited one by one, tried on a basket at once, and saved
 * together as a new version. The order of rules never matters, so they cannot be moved.
 */
export function Rules({ programme }: { programme: Program }) {
  const text = useText();
  const { message } = App.useApp();
  const { may } = useStore();
  const { act, busy } = useAct(endpoints.loyalty.updateProgram);
  const [rules, setRules] = useState<readonly EarnRule[]>(programme.rules);
  const [edited, setEdited] = useState<EarnRule | 'new' | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const changed = JSON.stringify(rules) !== JSON.stringify(programme.rules);
  const edit = may('loyalty.edit');

  function put(rule: EarnRule): void {
    const known = rules.some(({ id }) => id === rule.id);
    setRules(known ? rules.map((old) => (old.id === rule.id ? rule : old)) : [...rules, rule]);
    setFailure(null);
    setEdited(null);
  }

  async function save(): Promise<void> {
    const { error } = await act({ programId: programme.id, rules: [...rules], version: programme.version });
    setFailure(error ?? null);
    if (!error) message.success(text('console.loyalty.rules_saved'));
  }

  return (
    <div className="grid items-start gap-4 desk:grid-cols-[minmax(0,1fr)_24rem]">
      <section aria-label={text('console.loyalty.rules')} className="grid gap-3">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="max-w-[60ch] text-soft">{text('console.loyalty.rules_lead')}</p>
          {edit ? (
            <Button icon={<Glyph name="plus" />} onClick={() => setEdited('new')}>
              {text('console.loyalty.add_rule')}
            </Button>
          ) : null}
        </div>
        {failure ? <Alert type="error" showIcon title={failureText(text, failure)} /> : null}
        <BaseRate programme={programme} />
        {rules.length > 0 ? (
          <ul className="panel divide-y divide-line">
            {rules.map((rule, at) => (
              <RuleRow
                key={rule.id}
                rule={rule}
                programme={programme}
                faults={failure?.errors
                  .filter(({ field }) => placeOf(field) === at)
                  .map(({ message }) => message)}
                onEdit={edit ? () => setEdited(rule) : undefined}
                onChange={put}
                onRemove={() => setRules(rules.filter(({ id }) => id !== rule.id))}
              />
            ))}
          </ul>
        ) : (
          <EmptyState icon="star" title={text('console.loyalty.rules_empty')}>
            {text('console.loyalty.rules_empty_text')}
          </EmptyState>
        )}
        {changed ? (
          <div className="panel sticky bottom-4 flex flex-wrap items-center gap-3 p-3 [box-shadow:var(--shadow-2)]">
            <p className="me-auto font-medium text-accent-ink">{text('console.loyalty.unsaved')}</p>
            <Button
              onClick={() => {
                setRules(programme.rules);
                setFailure(null);
              }}
            >
              {text('console.loyalty.discard')}
            </Button>
            <Button type="primary" loading={busy} onClick={save}>
              {text('console.loyalty.save_rules')}
            </Button>
          </div>
        ) : null}
      </section>
      <DryRun programme={programme} rules={rules} />
      {edited ? (
        <RuleSide
          programme={programme}
          rule={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onDone={put}
        />
      ) : null}
    </div>
  );
}

/** Which rule a refused field belongs to: `rules.2.when.tiers` is the third's. */
function placeOf(field: string): number {
  const [, at] = /^rules[.[](\d+)/.exec(field) ?? [];
  return at === undefined ? -1 : Number(at);
}

/** What every order earns before the rules. */
function BaseRate({ programme }: { programme: Program }) {
  const text = useText();
  const { money } = useFormat();
  const { pointsPerUnit, currency, minimumSpend } = programme;
  return (
    <p className="panel px-4 py-3">
      <b className="font-semibold">
        {text('console.loyalty.rate_value', { count: Number(pointsPerUnit), currency })}
      </b>{' '}
      <span className="text-soft">
        {text('console.loyalty.base_rate')}
        {minimumSpend > 0
          ? ` ${text('console.loyalty.base_minimum', { amount: money(minimumSpend, currency) })}`
          : ''}
      </span>
    </p>
  );
}

interface RuleRowProps {
  rule: EarnRule;
  programme: Program;
  faults: string[] | undefined;
  onEdit: (() => void) | undefined;
  onChange: (rule: EarnRule) => void;
  onRemove: () => void;
}

function RuleRow({ rule, programme, faults = [], onEdit, onChange, onRemove }: RuleRowProps) {
  const text = useText();
  const { language } = useFormat();
  const words = useRuleWords(programme);
  const { gives, conditions } = words(rule);
  return (
    <li
      className={`flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 ${rule.isActive ? '' : 'bg-sunken/60'}`}
    >
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-2 font-semibold">
          <bdi>{rule.name?.[language] ?? gives}</bdi>
          <Mark>{text(`console.loyalty.rule_${rule.kind}`)}</Mark>
        </p>
        <p className="text-soft">{[rule.name ? gives : null, ...conditions].filter(Boolean).join(' · ')}</p>
        {faults.map((fault) => (
          <p key={fault} role="alert" className="text-danger">
            {fault}
          </p>
        ))}
      </div>
      {onEdit ? (
        <div className="flex items-center gap-2">
          <Switch
            size="small"
            checked={rule.isActive}
            aria-label={text('console.loyalty.active')}
            onChange={(isActive) => onChange({ ...rule, isActive })}
          />
          <Button type="text" onClick={onEdit}>
            {text('action.edit')}
          </Button>
          <Popconfirm
            title={text('console.loyalty.remove_rule_ask')}
            okText={text('console.loyalty.remove')}
            onConfirm={onRemove}
          >
            <Button type="text" danger>
              {text('console.loyalty.remove')}
            </Button>
          </Popconfirm>
        </div>
      ) : null}
    </li>
  );
}
