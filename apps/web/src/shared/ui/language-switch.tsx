import { useLanguage, useText } from '../hooks.ts';
import { useChooseLanguage } from '../settings/choose-language.ts';

/** One press to the other language, named in that language. */
export function LanguageSwitch({ className = '' }: { className?: string }) {
  const text = useText();
  const choose = useChooseLanguage();
  const other = useLanguage() === 'ar' ? 'en' : 'ar';
  return (
    <button
      type="button"
      lang={other}
      title={text('language.switch_label')}
      className={`inline-flex min-h-11 items-center rounded-control px-2 text-14 font-medium text-ink hover:text-link ${className}`}
      onClick={() => choose(other)}
    >
      {text('language.switch')}
    </button>
  );
}
