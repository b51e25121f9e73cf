import { create } from 'qrcode';

export interface QrDrawing {
  /** Modules on a side, without the quiet zone. */
  size: number;
  /** Dark modules as an SVG path of unit squares, runs of a row drawn as one. */
  path: string;
}

/** The QR code of a text, level L: it is shown on a lit screen, where size matters more than repair. */
export function encodeQr(text: string): QrDrawing {
  const { modules } = create(text, { errorCorrectionLevel: 'L' });
  let path = '';
  for (let y = 0; y < modules.size; y++) {
    for (let x = 0; x < modules.size; x++) {
      if (!modules.get(y, x)) continue;
      const from = x;
      while (x + 1 < modules.size && modules.get(y, x + 1)) x++;
      const run = x - from + 1;
      path += `M${from} ${y}h${run}v1h-${run}z`;
    }
  }
  return { size: modules.size, path };
}
