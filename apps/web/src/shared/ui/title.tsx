import { useSelector } from 'react-redux';
import type { RootState } from '../../store.ts';
import { useLanguage, useText } from '../hooks.ts';

/** The store's name in the reader's language, or the product's where no store is known yet. */
export function useStoreName(): string {
  const text = useText();
  const language = useLanguage();
  const kept = useSelector((state: RootState) => state.settings.storeName);
  if (!kept) return text('app.name');
  return language === 'ar' && kept.nameAr ? kept.nameAr : kept.name;
}

/** The page's title in the browser: page, then store. */
export function Title({ page }: { page: string }) {
  const text = useText();
  const store = useStoreName();
  return <title>{text('app.title', { page, store })}</title>;
}
