import { Icon, type IconName, Line } from '../../shared/ui/icon.tsx';

/** Line icons that only the console shows, on the same 24 px grid as the portal's. */
const paths = {
  scan: 'M4 8.5V6a2 2 0 0 1 2-2h2.5M15.5 4H18a2 2 0 0 1 2 2v2.5M20 15.5V18a2 2 0 0 1-2 2h-2.5M8.5 20H6a2 2 0 0 1-2-2v-2.5M4 12h16',
  people:
    'M9 12.2a3.4 3.4 0 1 0 0-6.8 3.4 3.4 0 0 0 0 6.8zM3 19.5c.4-3.2 2.8-5 6-5s5.6 1.8 6 5M15.8 5.7a3.3 3.3 0 0 1 0 6.2M17.6 14.9c1.9.7 3.1 2.3 3.4 4.6',
  merge: 'M7 4v4.5c0 3 5 3.5 5 7V20M17 4v4.5c0 3-5 3.5-5 7M9 17l3 3 3-3',
  pin: 'M12 20.5s6.5-5.6 6.5-10.4a6.5 6.5 0 0 0-13 0c0 4.8 6.5 10.4 6.5 10.4zM12 12.4a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8z',
  horn: 'M4 10v4h3l8 4.5v-13L7 10zM18 9.5a3.5 3.5 0 0 1 0 5M8.5 14v5h2.5v-3.5',
  bell: 'M5 17.5c1.2-1.2 1.5-2.6 1.5-4.8V11a5.5 5.5 0 0 1 11 0v1.7c0 2.2.3 3.6 1.5 4.8zM10 20.3a2.3 2.3 0 0 0 4 0M12 5.5V4',
  sliders: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM9 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  search: 'M11 17.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM16 16l4 4',
  seal: 'M12 3.5 14 5l2.5-.2.8 2.4 2 1.5-.9 2.3.9 2.3-2 1.5-.8 2.4L14 17l-2 1.5L10 17l-2.5.2-.8-2.4-2-1.5.9-2.3-.9-2.3 2-1.5.8-2.4L10 5zM9.2 11.2l2 2 3.6-3.8',
  scales: 'M12 4v16M7 20h10M5 7h14M5 7l-2.2 6a2.3 2.3 0 0 0 4.4 0zM19 7l-2.2 6a2.3 2.3 0 0 0 4.4 0z',
  rings: 'M9.5 16.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM14.5 18.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11z',
  copy: 'M9 8.5h10.5V20H9zM6.5 15.5h-2V4H15v2',
  redo: 'M15.5 5l4 4-4 4M19.5 9H10a5.5 5.5 0 0 0 0 11h5',
  menu: 'M4 7h16M4 12h16M4 17h16',
  grid: 'M4.5 4.5h15v15h-15zM4.5 9.5h15M4.5 14.5h15M9.5 4.5v15M14.5 4.5v15',
  steps: 'M5 5h14v4.5H5zM5 9.5h9.5V14H5zM5 14h5v5H5z',
  pulse: 'M3.5 12.5H8l2.5-6 3.5 11 2.5-5h4',
  trend: 'M4 17l5.5-5.5 3.5 3L20 7.5M15.5 7.5H20V12',
} as const;

export type GlyphName = keyof typeof paths | IconName;

const mirrored: ReadonlySet<string> = new Set(['people', 'horn', 'redo', 'steps', 'trend']);

/** An icon of the console, or one that the portal shows too; decorative, the words beside it speak. */
export function Glyph({
  name,
  size = 18,
  className = '',
}: {
  name: GlyphName;
  size?: number;
  className?: string;
}) {
  const look = { size, className };
  if (!(name in paths)) return <Icon name={name as IconName} {...look} />;
  return <Line path={paths[name as keyof typeof paths]} mirrored={mirrored.has(name)} {...look} />;
}
