import { useDispatch, useSelector } from 'react-redux';
import { useLanguage, useText } from '../../shared/hooks.ts';
import { useChooseLanguage } from '../../shared/settings/choose-language.ts';
import { settingsChanged } from '../../shared/settings/settings.ts';
import { SectionHeading } from '../../shared/ui/section.tsx';
import { Segmented } from '../../shared/ui/segmented.tsx';
import type { RootState } from '../../store.ts';

/** Language, theme and digits of this device; the language is also told to the store, for its messages. */
export function LanguageAndLook() {
  const text = useText();
  const dispatch = useDispatch();
  const language = useLanguage();
  const { theme, digits } = useSelector((state: RootState) => state.settings);
  const chooseLanguage = useChooseLanguage();
  return (
    <section aria-labelledby="settings">
      <SectionHeading id="settings">{text('account.settings')}</SectionHeading>
      <div className="grid gap-4">
        <Segmented
          label={text('account.language')}
          value={language}
          onChange={chooseLanguage}
          choices={[
            { value: 'ar', label: text('language.ar'), lang: 'ar' },
            { value: 'en', label: text('language.en'), lang: 'en' },
          ]}
        />
        <Segmented
          label={text('account.theme')}
          value={theme}
          onChange={(chosen) => dispatch(settingsChanged({ theme: chosen }))}
          choices={[
            { value: 'light', label: text('account.theme_light') },
            { value: 'dark', label: text('account.theme_dark') },
            { value: 'system', label: text('account.theme_system') },
          ]}
        />
        {language === 'ar' ? (
          <Segmented
            label={text('account.digits')}
            value={digits ?? 'arab'}
            onChange={(chosen) => dispatch(settingsChanged({ digits: chosen }))}
            choices={[
              { value: 'arab', label: text('account.digits_arab') },
              { value: 'latn', label: text('account.digits_latn') },
            ]}
          />
        ) : null}
      </div>
    </section>
  );
}
