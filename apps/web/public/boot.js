// Runs before the first paint, so that language, direction and theme never flash. A file of its own,
// because the content security policy allows no inline script. Mirrors `applySettings` in
// src/shared/settings/settings.ts; a test holds the two together.
(() => {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem('wafa.settings') || '{}');
  } catch {
    // Storage is blocked or damaged: the defaults below stand.
  }
  const wanted = (navigator.languages || [navigator.language]).map((tag) => String(tag).slice(0, 2));
  const language = kept.language || wanted.find((tag) => tag === 'ar' || tag === 'en') || 'en';
  const dark =
    kept.theme === 'dark' || (kept.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  const root = document.documentElement;
  root.lang = language;
  root.dir = language === 'ar' ? 'rtl' : 'ltr';
  root.dataset.theme = dark ? 'dark' : 'light';
  document.querySelector('meta[name="theme-color"]').content = dark ? '#081C1B' : '#FAF7F2';
})();
