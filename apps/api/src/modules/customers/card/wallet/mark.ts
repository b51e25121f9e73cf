import { crc32, deflateSync } from 'node:zlib';

/** A colour, 0 to 255 each. */
export type Rgb = readonly [red: number, green: number, blue: number];

const petals = 8;
const seedRadius = 1.7;
/** The petal of the card's mark (packages/card `StoreMark`): how far from the centre, and half how wide. */
const petal = Array.from({ length: 257 }, (_, index) => {
  const t = index / 256;
  const y = 13.2 * (1 - t) ** 3 + 31.8 * (1 - t) ** 2 * t + 19.2 * (1 - t) * t ** 2 + 3.2 * t ** 3;
  return { distance: 16 - y, halfWidth: 7.2 * t * (1 - t) };
});

/** Whether a point of the 32 by 32 drawing lies in the mark: eight petals round a seed. */
function isInked(x: number, y: number): boolean {
  const distance = Math.hypot(x - 16, y - 16);
  if (distance <= seedRadius) return true;
  const turn = (2 * Math.PI) / petals;
  const angle = Math.atan2(y - 16, x - 16);
  const off = angle - Math.round(angle / turn) * turn;
  const along = distance * Math.cos(off);
  const part = petal.find((point) => point.distance >= along);
  return part !== undefined && along >= 2.8 && distance * Math.abs(Math.sin(off)) <= part.halfWidth;
}

const samples = [0.125, 0.375, 0.625, 0.875];

/** How much of each pixel the mark covers, 0 to 255, sixteen samples each. */
function coverage(side: number): Uint8Array {
  const unit = 32 / side;
  return Uint8Array.from({ length: side * side }, (_, at) => {
    const column = at % side;
    const row = Math.floor(at / side);
    const hits = samples.flatMap((dx) =>
      samples.filter((dy) => isInked((column + dx) * unit, (row + dy) * unit)),
    );
    return Math.round((hits.length * 255) / 16);
  });
}

const drawn = new Map<string, Buffer>();

/**
 * The mark as a PNG of `side` pixels; on a ground, or on nothing. Kept, because drawing the largest takes
 * about 30 ms and there are a handful of colours.
 */
export function markPng(side: number, ink: Rgb, ground?: Rgb): Buffer {
  const name = [side, ...ink, ...(ground ?? [])].join();
  const png = drawn.get(name) ?? drawMark(side, ink, ground);
  drawn.set(name, png);
  return png;
}

function drawMark(side: number, ink: Rgb, ground: Rgb | undefined): Buffer {
  const covered = coverage(side);
  const rows = Buffer.alloc(side * (1 + side * 4));
  covered.forEach((share, at) => {
    const offset = Math.floor(at / side) * (1 + side * 4) + 1 + (at % side) * 4;
    const mix = (channel: 0 | 1 | 2) =>
      ground ? Math.round((ink[channel] * share + ground[channel] * (255 - share)) / 255) : ink[channel];
    rows.set([mix(0), mix(1), mix(2), ground ? 255 : share], offset);
  });
  return png(side, rows);
}

/** A PNG of 8-bit RGBA; `rows` with the filter byte 0 before each. */
function png(side: number, rows: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
