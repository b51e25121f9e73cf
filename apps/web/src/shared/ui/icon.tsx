/** Line icons on a 24 px grid. */
const paths = {
  home: 'M4 11.2 12 5l8 6.2V19a1 1 0 0 1-1 1h-4.5v-5.5h-5V20H5a1 1 0 0 1-1-1z',
  gift: 'M4 9.5h16v3.6H4zM5.5 13.1V20h13v-6.9M12 9.5V20M12 9.5S11 4.6 8.3 4.6a2.3 2.3 0 0 0-2.2 2.4c0 1.6 1.3 2.5 2.6 2.5M12 9.5s1-4.9 3.7-4.9A2.3 2.3 0 0 1 17.9 7c0 1.6-1.3 2.5-2.6 2.5',
  user: 'M12 12a3.8 3.8 0 1 0 0-7.6A3.8 3.8 0 0 0 12 12zM4.8 20c.5-3.5 3.3-5.5 7.2-5.5s6.7 2 7.2 5.5',
  layers: 'M12 4 3.5 8.4 12 12.8l8.5-4.4zM3.5 12.2l8.5 4.4 8.5-4.4M3.5 16l8.5 4.4 8.5-4.4',
  chart: 'M4 20h16M7 16.5v-4M12 16.5V8M17 16.5V4.5',
  calendar:
    'M5.5 6h13A1.5 1.5 0 0 1 20 7.5v11a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18.5v-11A1.5 1.5 0 0 1 5.5 6zM4 10.5h16M8.5 4v3.5M15.5 4v3.5',
  shield: 'M12 3.8 19 6.4v5.3c0 4.2-2.8 7.2-7 8.7-4.2-1.5-7-4.5-7-8.7V6.4zM9 12l2.2 2.2 4-4.2',
  star: 'M12 3.2l2.6 2.6h3.6v3.6L20.8 12l-2.6 2.6v3.6h-3.6L12 20.8l-2.6-2.6H5.8v-3.6L3.2 12l2.6-2.6V5.8h3.6z',
  clock: 'M12 20.2a8.2 8.2 0 1 0 0-16.4 8.2 8.2 0 0 0 0 16.4zM12 7.5V12l3 2',
  hourglass: 'M7 4h10M7 20h10M8 4v3.5c0 2 4 3 4 4.5s-4 2.5-4 4.5V20M16 4v3.5c0 2-4 3-4 4.5s4 2.5 4 4.5V20',
  chevron: 'M9.5 6l6 6-6 6',
  chevdown: 'M6 9.5l6 6 6-6',
  back: 'M19 12H5M11 6l-6 6 6 6',
  close: 'M6 6l12 12M18 6L6 18',
  plus: 'M12 5v14M5 12h14',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  qr: 'M4.5 4.5h5.5V10H4.5zM14 4.5h5.5V10H14zM4.5 14H10v5.5H4.5zM14 14h2v2M19.5 14v2.5h-2M14 19.5h2.5M19.5 19.5v.01',
  card: 'M5 6h14a1.5 1.5 0 0 1 1.5 1.5v9A1.5 1.5 0 0 1 19 18H5a1.5 1.5 0 0 1-1.5-1.5v-9A1.5 1.5 0 0 1 5 6zM3.5 10h17M7 14.5h4',
  phone:
    'M7.5 4h9A1.5 1.5 0 0 1 18 5.5v13a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 6 18.5v-13A1.5 1.5 0 0 1 7.5 4zM11 17.5h2',
  mail: 'M5 6h14a1.5 1.5 0 0 1 1.5 1.5v9A1.5 1.5 0 0 1 19 18H5a1.5 1.5 0 0 1-1.5-1.5v-9A1.5 1.5 0 0 1 5 6zM4 8l8 5.5L20 8',
  bag: 'M6 8.5h12l1 10.3a1.1 1.1 0 0 1-1.1 1.2H6.1A1.1 1.1 0 0 1 5 18.8zM9 11V7.5a3 3 0 0 1 6 0V11',
  truck:
    'M3.5 7h10v9.5h-10zM13.5 10.5H17l3.5 3v3h-7M7.5 19a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6zM16.8 19a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z',
  receipt:
    'M6 4l1.5 1.2L9 4l1.5 1.2L12 4l1.5 1.2L15 4l1.5 1.2L18 4v16l-1.5-1.2L15 20l-1.5-1.2L12 20l-1.5-1.2L9 20l-1.5-1.2L6 20zM9 9.5h6M9 13h6',
  store:
    'M5 10.5V20h14v-9.5M4 9.5 5.5 4h13L20 9.5c0 1.3-1.1 2.2-2.5 2.2s-2.7-.9-2.7-2.2c0 1.3-1.3 2.2-2.8 2.2s-2.8-.9-2.8-2.2c0 1.3-1.3 2.2-2.7 2.2S4 10.8 4 9.5zM10 20v-4.5h4V20',
  send: 'M4.5 5l16 7-16 7 2.5-7zM7 12h6',
  tag: 'M4 5.5v6.2c0 .5.2 1 .6 1.4l6.6 6.6a1.9 1.9 0 0 0 2.7 0l5.8-5.8a1.9 1.9 0 0 0 0-2.7l-6.6-6.6A2 2 0 0 0 11.7 4H5.5A1.5 1.5 0 0 0 4 5.5zM8.4 8.4h.01',
  invite:
    'M10 12.2a3.4 3.4 0 1 0 0-6.8 3.4 3.4 0 0 0 0 6.8zM3.8 19.5c.4-3.2 2.9-5 6.2-5 1 0 2 .2 2.8.5M17.5 14v6M14.5 17h6',
  share: 'M12 14.5V4M8.5 7.5 12 4l3.5 3.5M7.5 11H6v9h12v-9h-1.5',
  undo: 'M8.5 5 4.5 9l4 4M4.5 9H14a5.5 5.5 0 0 1 0 11H9',
  alert: 'M12 4.5 20.5 19h-17zM12 10v4M12 16.6v.01',
  eye: 'M2.8 12S6 6 12 6s9.2 6 9.2 6S18 18 12 18 2.8 12 2.8 12zM12 14.6a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2z',
  download: 'M12 4.5v10M8 11l4 4 4-4M5 19.5h14',
  globe:
    'M12 20.2a8.2 8.2 0 1 0 0-16.4 8.2 8.2 0 0 0 0 16.4zM4 12h16M12 4c2.3 2.3 3.3 5 3.3 8s-1 5.7-3.3 8c-2.3-2.3-3.3-5-3.3-8s1-5.7 3.3-8z',
} as const;

export type IconName = keyof typeof paths;

/** Icons that point somewhere and turn round in Arabic; clocks, checks and the QR do not. */
const mirrored: ReadonlySet<IconName> = new Set<IconName>([
  'chart',
  'invite',
  'chevron',
  'back',
  'truck',
  'send',
  'undo',
]);

interface LookProps {
  size?: number;
  className?: string;
}

/** A decorative icon: the words beside it, or the label of its button, say what it means. */
export function Icon({ name, ...look }: LookProps & { name: IconName }) {
  return <Line path={paths[name]} mirrored={mirrored.has(name)} {...look} />;
}

/** A drawing in the look of the icons. */
export function Line({
  path,
  mirrored,
  size = 24,
  className = '',
}: LookProps & { path: string; mirrored: boolean }) {
  return (
    <svg
      className={`icon ${mirrored ? 'icon-mirrored' : ''} ${className}`}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      strokeWidth={size < 20 ? 1.75 : 1.5}
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}
