import type { Language, PredictionReason, PredictionReasonCode } from '@wafa/contract';
import { translate } from '@wafa/i18n';

/** A reason with its sentence in a language. */
export function said(
  language: Language,
  code: PredictionReasonCode | null | undefined,
): PredictionReason | null {
  return code ? { code, message: translate(language, `prediction.reason.${code}`) } : null;
}
