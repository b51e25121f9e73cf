import type { Failure, Language } from '@wafa/contract';
import { errorMessage, issueMessage } from '@wafa/i18n';
import type { z } from 'zod';
import { AppError, type FieldError } from '../errors.ts';

/** The text of a success: `{success: true, data}`. */
export function successBody(data: unknown): string {
  return `{"success":true,"data":${JSON.stringify(data)}}`;
}

/** The text of a failure, in the caller's language. The log's detail stays out of it. */
export function failureBody(error: AppError, language: Language, requestId: string): string {
  const message = errorMessage(language, error.code, error.options.params);
  const errors =
    error.options.errors ?? (error.options.field ? [{ field: error.options.field, message }] : []);
  const { details } = error.options;
  const body: Failure = { success: false, message, code: error.code, errors, requestId, details };
  return JSON.stringify(body);
}

/** The validator's findings as an error with a sentence for each field, in the caller's language. */
export function validationError(issues: readonly z.core.$ZodIssue[], language: Language): AppError {
  const errors: FieldError[] = issues.slice(0, 50).map((issue) => ({
    field: issue.path.join('.'),
    message: issueMessage(language, issue),
  }));
  return new AppError('validation', { errors });
}
