const browsers: readonly [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/HeadlessChrome|Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
];
const systems: readonly [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/CrOS/, 'Chromebook'],
  [/Linux/, 'Linux'],
];

/** Browser and system out of a User-Agent; null where it is not one we know how to read. */
export function readDevice(userAgent: string | null): { browser: string; system: string } | null {
  const browser = browsers.find(([mark]) => mark.test(userAgent ?? ''))?.[1];
  const system = systems.find(([mark]) => mark.test(userAgent ?? ''))?.[1];
  return browser && system ? { browser, system } : null;
}
