/** How far a part of the work has come. */
export interface Progress {
  part: string;
  done: number;
  total: number;
}

const width = 30;
const redrawMs = 100;

/**
 * Draws progress as one line that is written over: bar, count, rate and time left. Where the stream is
 * no terminal (a log file), each part gets one line when it is finished.
 */
export function progressBar(stream: {
  write(text: string): unknown;
  isTTY?: boolean;
}): (progress: Progress) => void {
  let part = '';
  let begun = 0;
  let drawn = 0;
  return ({ part: current, done, total }) => {
    const now = performance.now();
    if (current !== part) {
      part = current;
      begun = now;
      drawn = 0;
    }
    const finished = done >= total;
    if (!finished && (!stream.isTTY || now - drawn < redrawMs)) return;
    drawn = now;
    const line = progressLine({ part, done, total }, (now - begun) / 1000);
    stream.write(stream.isTTY ? `\r\u001b[K${line}${finished ? '\n' : ''}` : `${line}\n`);
  };
}

/** One line: `orders  [#####.....] 15,000 of 30,000, 2,500/s, 6 s left`. */
export function progressLine({ part, done, total }: Progress, seconds: number): string {
  const share = total > 0 ? Math.min(1, done / total) : 1;
  const bar = '#'.repeat(Math.round(share * width)).padEnd(width, '.');
  const rate = seconds > 0 ? done / seconds : 0;
  const figures = `${count(done)} of ${count(total)}, ${count(rate)}/s`;
  const time =
    share < 1 ? `${rate > 0 ? Math.ceil((total - done) / rate) : '?'} s left` : `${seconds.toFixed(1)} s`;
  return `${part.padEnd(10)} [${bar}] ${figures}, ${time}`;
}

const count = (value: number) => Math.round(value).toLocaleString('en');
