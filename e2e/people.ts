import type { Page, TestInfo } from '@playwright/test';
import { directionOf, type Language, translate } from '../packages/i18n/src/index.ts';

/** How a person of the demo signs in; `scripts/test.ts` hands the list over in WAFA_SIGN_INS. */
interface SignIn {
  /** `customer` or the role of a staff member. */
  as: string;
  login: string;
  password: string;
  store?: string;
}

/** The sign-ins of the server under test. Throws where the server's starter gave none. */
function signIns(): SignIn[] {
  const given = process.env.WAFA_SIGN_INS;
  if (!given) throw new Error('WAFA_SIGN_INS is not set: run the journeys by `npm test -- e2e/`');
  return JSON.parse(given) as SignIn[];
}

export function signInOf(as: 'customer' | 'staff'): SignIn {
  const found = signIns().find((person) => (as === 'customer') === (person.as === 'customer'));
  if (!found) throw new Error(`WAFA_SIGN_INS names no ${as}`);
  return found;
}

/** Language and direction of a project, named `<language>-<theme>-<size>`. */
export function traits(info: TestInfo): {
  language: Language;
  theme: 'light' | 'dark';
  phone: boolean;
  direction: 'rtl' | 'ltr';
  say: (key: string, params?: Record<string, string | number>) => string;
} {
  const [language = 'en', theme, size] = info.project.name.split('-') as [Language, 'light' | 'dark', string];
  return {
    language,
    theme,
    phone: size === 'phone',
    direction: directionOf(language),
    say: (key, params) => translate(language, key, params),
  };
}

/** The language of the project is chosen on the device, so that a profile's own language does not change it. */
export async function chooseLanguage(page: Page, language: Language): Promise<void> {
  await page.addInitScript((chosen) => {
    const kept = JSON.parse(localStorage.getItem('wafa.settings') ?? '{}') as object;
    if (!('language' in kept))
      localStorage.setItem('wafa.settings', JSON.stringify({ ...kept, language: chosen }));
  }, language);
}

/** Signs in through the form, as a person does. */
export async function signIn(page: Page, info: TestInfo, as: 'customer' | 'staff'): Promise<void> {
  const { say, language } = traits(info);
  const person = signInOf(as);
  await chooseLanguage(page, language);
  await page.goto(`/sign-in${person.store ? `?store=${person.store}` : ''}`);
  if (as === 'staff') await page.getByText(say('session.as_staff'), { exact: true }).click();
  await page.getByLabel(say('session.login')).fill(person.login);
  await page.getByLabel(say('session.password'), { exact: true }).fill(person.password);
  await page.getByRole('button', { name: say('session.sign_in'), exact: true }).click();
  await page.waitForURL((url) =>
    as === 'staff' ? url.pathname.startsWith('/console') : url.pathname === '/',
  );
}
