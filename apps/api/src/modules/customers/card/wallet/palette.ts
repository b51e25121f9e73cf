import type { Rgb } from './mark.ts';

/** A pass has one flat colour where the card has a metal: the metal's second tone, with the card's inks. */
export interface Palette {
  ground: Rgb;
  ink: Rgb;
  soft: Rgb;
}

const palettes: Record<string, Palette> = {
  bronze: { ground: [211, 160, 122], ink: [42, 19, 7], soft: [62, 32, 16] },
  silver: { ground: [198, 205, 214], ink: [19, 28, 40], soft: [43, 55, 70] },
  gold: { ground: [228, 206, 152], ink: [43, 31, 4], soft: [70, 53, 9] },
  platinum: { ground: [70, 85, 103], ink: [244, 246, 248], soft: [222, 228, 235] },
};
const store: Palette = { ground: [20, 80, 75], ink: [245, 241, 232], soft: [207, 224, 220] };

/** The colours of a tier; without one, or for a tier of the store's own naming, the store's. */
export function paletteOf(tierKey: string | undefined): Palette {
  return palettes[tierKey?.toLowerCase() ?? ''] ?? store;
}

/** `rgb(1, 2, 3)`, as Apple writes colours. */
export const rgbText = (color: Rgb): string => `rgb(${color.join(', ')})`;

/** `#010203`, as Google does. */
export const hexText = (color: Rgb): string =>
  `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
