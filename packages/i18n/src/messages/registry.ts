import type { Language } from '../language.ts';

/** A file of sentences: the same keys in both languages. */
export interface MessageFile {
  en: Readonly<Record<string, string>>;
  ar: Readonly<Record<string, string>>;
}
export type MessageFiles = Readonly<Record<string, MessageFile>>;

/** The sentences known so far. A browser starts with the portal's; the console brings its own. */
export const messages: Record<Language, Record<string, string>> = { en: {}, ar: {} };

/** Makes the sentences of these files known. */
export function addMessages(files: MessageFiles): void {
  for (const file of Object.values(files)) {
    Object.assign(messages.en, file.en);
    Object.assign(messages.ar, file.ar);
  }
}
