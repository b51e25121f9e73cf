import type { TrackingPoint } from '../src/index.ts';

const width = 760;
const height = 420;
const frame = { left: 64, right: 24, top: 44, bottom: 52 };

/**
 * Draws cumulative repeat purchases by week, counted and expected, with the begin of the holdout.
 * @param cutWeek the last week that the model knows
 */
export function drawTracking(points: readonly TrackingPoint[], cutWeek: number): string {
  const top =
    Math.ceil(Math.max(...points.flatMap(({ actual, expected }) => [actual, expected])) / 1_000) * 1_000;
  const last = points.at(-1)!.week;
  const x = (week: number) => round(frame.left + (week / last) * (width - frame.left - frame.right));
  const y = (count: number) =>
    round(height - frame.bottom - (count / top) * (height - frame.top - frame.bottom));
  const line = (of: 'actual' | 'expected', style: string) =>
    `<polyline fill="none" ${style} points="${points.map((point) => `${x(point.week)},${y(point[of])}`).join(' ')}"/>`;
  const rows = Array.from({ length: top / 1_000 + 1 }, (_, i) => i * 1_000);
  const weeks = Array.from({ length: Math.floor(last / 13) + 1 }, (_, i) => i * 13);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13">`,
    '<title>CDNOW: cumulative repeat purchases by week, counted and expected</title>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${frame.left}" y="24" font-size="15" fill="#1a1a1a">CDNOW: cumulative repeat purchases of 2,357 customers</text>`,
    ...rows.map(
      (count) =>
        `<path d="M${x(0)} ${y(count)}H${x(last)}" stroke="#d9d9d9"/><text x="${frame.left - 8}" y="${y(count) + 4}" text-anchor="end" fill="#444444">${count.toLocaleString('en')}</text>`,
    ),
    ...weeks.map(
      (week) =>
        `<text x="${x(week)}" y="${height - frame.bottom + 20}" text-anchor="middle" fill="#444444">${week}</text>`,
    ),
    `<text x="${x(last / 2)}" y="${height - 12}" text-anchor="middle" fill="#444444">week since 1997-01-01</text>`,
    `<path d="M${x(cutWeek)} ${y(0)}V${y(top)}" stroke="#888888" stroke-dasharray="4 4"/>`,
    `<text x="${x(cutWeek) + 8}" y="${y(top) + 14}" fill="#444444">holdout</text>`,
    line('actual', 'stroke="#1a1a1a" stroke-width="2"'),
    line('expected', 'stroke="#0b6e4f" stroke-width="2" stroke-dasharray="7 4"'),
    ...legend(x(4), y(top) + 20),
    '</svg>',
    '',
  ].join('\n');
}

function legend(left: number, top: number): string[] {
  return [
    `<path d="M${left} ${top}h32" stroke="#1a1a1a" stroke-width="2"/><text x="${left + 40}" y="${top + 4}" fill="#1a1a1a">counted</text>`,
    `<path d="M${left} ${top + 20}h32" stroke="#0b6e4f" stroke-width="2" stroke-dasharray="7 4"/><text x="${left + 40}" y="${top + 24}" fill="#1a1a1a">expected by the BG/NBD of the first 39 weeks</text>`,
  ];
}

const round = (value: number): number => Math.round(value * 10) / 10;
