import { useDispatch } from 'react-redux';
import { useLanguage, useText } from '../hooks.ts';
import { settingsChanged } from '../settings/settings.ts';

/** One press to the other language, named in that language. */
export function LanguageSwitch({ className = '' }: { className?: string }) {
  const text = useText();
  const dispatch = useDispatch();
  const other = useLanguage() === 'ar' ? 'en' : 'ar';
  return (
    <button
      type="button"
      lang={other}
      title={text('language.switch_label')}
      className={`inline-flex min-h-11 items-center rounded-control px-2 text-14 font-medium text-ink hover:text-link ${className}`}
      onClick={() => dispatch(settingsChanged({ language: other }))}
    >
      {text('language.switch')}
    </button>
  );
}
