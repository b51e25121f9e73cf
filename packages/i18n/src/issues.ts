import type { Language } from './language.ts';
import { messages } from './messages/registry.ts';
import { translate } from './translate.ts';

/** What is read of a validator's issue (the shape of zod's); nothing of the validator is imported. */
export interface Issue {
  code?: string | undefined;
  message?: string | undefined;
  format?: unknown;
  origin?: unknown;
  minimum?: unknown;
  maximum?: unknown;
  input?: unknown;
}

const formats: Record<string, string> = {
  email: 'validation.email',
  date: 'validation.date',
  datetime: 'validation.date',
  uuid: 'validation.id',
  guid: 'validation.id',
  url: 'validation.url',
};

/** The sentence under a field for one issue of the contract's schemas. */
export function issueMessage(language: Language, issue: Issue): string {
  const say = (key: string, params = {}) => translate(language, key, params);
  const own = `validation.${issue.message}`;
  if (own in messages[language]) return say(own);
  switch (issue.code) {
    case 'invalid_type':
      return say(
        issue.input === undefined || issue.input === null ? 'validation.required' : 'validation.invalid',
      );
    case 'invalid_format':
      return say(formats[String(issue.format)] ?? 'validation.invalid');
    case 'invalid_value':
      return say('validation.choice');
    case 'unrecognized_keys':
      return say('validation.unknown_field');
    case 'too_small':
      return tooSmall(say, issue);
    case 'too_big':
      return tooBig(say, issue);
    default:
      return say('validation.invalid');
  }
}

type Say = (key: string, params?: Record<string, number>) => string;

function tooSmall(say: Say, issue: Issue): string {
  const min = Number(issue.minimum);
  if (issue.origin === 'string') {
    return min <= 1 ? say('validation.required') : say('validation.too_short', { count: min });
  }
  return issue.origin === 'array' ? say('validation.too_few', { min }) : say('validation.too_small', { min });
}

function tooBig(say: Say, issue: Issue): string {
  const max = Number(issue.maximum);
  if (issue.origin === 'string') return say('validation.too_long', { count: max });
  return issue.origin === 'array' ? say('validation.too_many', { max }) : say('validation.too_big', { max });
}
