import type { contract, OutputOf, RuleField, RuleGroup } from '@wafa/contract';
import { useMemo } from 'react';
import { QueryBuilder, type RuleGroupType } from 'react-querybuilder';
import { QueryBuilderHistory } from 'react-querybuilder/history';
import { useLanguage, useText } from '../../../shared/hooks.ts';
import { Glyph } from '../../shared/glyph.tsx';
import {
  Action,
  Chooser,
  type EditorContext,
  Field,
  GroupWithFaults,
  NotToggle,
  RuleWithFaults,
  Value,
} from './controls.tsx';
import { fittedTree, withArg } from './tree.ts';
import './rules-editor.css';

export type Vocabulary = OutputOf<typeof contract.segments.fields>;

interface RulesEditorProps {
  vocabulary: Vocabulary;
  tree: RuleGroup;
  /** Sentences by place: see `faultsByPlace`. */
  faults: EditorContext['faults'];
  onChange: (tree: RuleGroup) => void;
}

const controls = {
  actionElement: Action,
  combinatorSelector: Chooser,
  fieldSelector: Field,
  notToggle: NotToggle,
  operatorSelector: Chooser,
  rule: RuleWithFaults,
  ruleGroup: GroupWithFaults,
  valueEditor: Value,
};

/**
 * The rules of a segment as a tree of groups and conditions, with the fields, operators and words that the
 * API gives, and with undo and redo. Loaded when it is needed: it is heavy.
 */
export default function RulesEditor({ vocabulary, tree, faults, onChange }: RulesEditorProps) {
  const language = useLanguage();
  const text = useText();
  const words = useWords();
  const fields = useMemo(() => new Map(vocabulary.fields.map((field) => [field.field, field])), [vocabulary]);
  const choices = useMemo(() => grouped(vocabulary.fields, language), [vocabulary, language]);
  const operators = useMemo(
    () => new Map(vocabulary.operators.map(({ operator, label }) => [operator, label[language]])),
    [vocabulary, language],
  );
  const context: EditorContext = {
    fieldOf: (name) => fields.get(name),
    faults,
    setArg: (place, name, value) => onChange(withArg(tree, place, name, value)),
  };
  return (
    <QueryBuilderHistory>
      <QueryBuilder
        query={tree as RuleGroupType}
        onQueryChange={(query) => onChange(fittedTree(query as RuleGroup, fields))}
        fields={choices}
        combinators={(['and', 'or'] as const).map((name) => ({
          name,
          value: name,
          label: text(`console.segments.combinator_${name}`),
        }))}
        getOperators={(name) =>
          (fields.get(name)?.operators ?? []).map((operator) => ({
            name: operator,
            value: operator,
            label: operators.get(operator) ?? operator,
          }))
        }
        controlElements={controls}
        translations={words}
        context={context}
        // A group has to leave room for a condition below it; the root is at level 0.
        maxLevels={vocabulary.maxDepth - 2}
        accessibleDescriptionGenerator={({ path }) =>
          path.length === 0
            ? text('console.segments.rules')
            : text('console.segments.group_at', { place: path.map((at) => at + 1).join('.') })
        }
        addRuleToNewGroups
        listsAsArrays
        showCloneButtons
        showNotToggle
      />
    </QueryBuilderHistory>
  );
}

/** Fields under the names of their groups, in the order of the API. */
function grouped(fields: readonly RuleField[], language: 'en' | 'ar') {
  const groups = new Map<
    string,
    { label: string; options: { name: string; value: string; label: string }[] }
  >();
  for (const { field, group, groupLabel, label } of fields) {
    const found = groups.get(group) ?? { label: groupLabel[language], options: [] };
    found.options.push({ name: field, value: field, label: label[language] });
    groups.set(group, found);
  }
  return [...groups.values()];
}

function useWords() {
  const text = useText();
  return useMemo(() => {
    const icon = (name: 'close' | 'copy' | 'undo' | 'redo') => <Glyph name={name} size={16} />;
    const add = (words: string) => (
      <span className="flex items-center gap-1">
        <Glyph name="plus" size={16} />
        {words}
      </span>
    );
    const title = (key: string) => ({ title: text(`console.segments.${key}`) });
    const addRule = text('console.segments.add_rule');
    const addGroup = text('console.segments.add_group');
    return {
      fields: title('field'),
      operators: title('operator'),
      value: title('value'),
      combinators: title('combinator'),
      notToggle: { label: text('console.segments.not'), ...title('not') },
      addRule: { label: add(addRule), title: addRule },
      addGroup: { label: add(addGroup), title: addGroup },
      removeRule: { label: icon('close'), ...title('remove_rule') },
      removeGroup: { label: icon('close'), ...title('remove_group') },
      cloneRule: { label: icon('copy'), ...title('clone_rule') },
      cloneRuleGroup: { label: icon('copy'), ...title('clone_group') },
      undo: { label: icon('undo'), ...title('undo') },
      redo: { label: icon('redo'), ...title('redo') },
    };
  }, [text]);
}
