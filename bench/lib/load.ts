import { connect, type Socket } from 'node:net';

/** One request of a load; the body is JSON text. */
export interface Shot {
  method: 'GET' | 'POST';
  path: string;
  body?: string;
}

export interface LoadOptions {
  /** Origin of the server; only 127.0.0.1 is shot at. */
  url: string;
  headers: Record<string, string>;
  /** Connections kept alive, one request under way on each. */
  connections: number;
  seconds: number;
  /** The n-th request. */
  shot: (n: number) => Shot;
  /** Requests a second, spread evenly; left out: each connection sends its next when it has its answer. */
  rate?: number;
}

export interface LoadResult {
  requests: number;
  seconds: number;
  perSecond: number;
  /** Latencies in ms; with a rate they count from the moment a request was due, waiting included. */
  p50: number;
  p95: number;
  p99: number;
  max: number;
  /** Answers by status. */
  statuses: Record<number, number>;
  /** The first answer that was not 2xx, to explain a run that failed. */
  firstFailure?: string;
}

/**
 * Sends requests for a while and measures. A raw HTTP/1.1 client, since the client shares the cores
 * with the server and the database: what it costs is missing from what is measured.
 */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const target = new URL(options.url);
  if (target.hostname !== '127.0.0.1') throw new Error('loads go to 127.0.0.1 only');
  const head = Object.entries({ host: target.host, ...options.headers })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const lines = await Promise.all(
    Array.from({ length: options.connections }, () => Line.open(Number(target.port), head)),
  );
  const run = new Run(options, lines);
  try {
    return await run.result();
  } finally {
    for (const line of lines) line.close();
  }
}

class Run {
  private readonly latencies: number[] = [];
  private readonly statuses: Record<number, number> = {};
  private firstFailure: string | undefined;
  private sent = 0;

  constructor(
    private readonly options: LoadOptions,
    private readonly lines: readonly Line[],
  ) {}

  async result(): Promise<LoadResult> {
    const begun = performance.now();
    await (this.options.rate ? this.paced(begun, this.options.rate) : this.closed(begun));
    const seconds = (performance.now() - begun) / 1000;
    const sorted = Float64Array.from(this.latencies).sort();
    const at = (share: number) =>
      round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
    return {
      requests: sorted.length,
      seconds: round(seconds),
      perSecond: Math.round(sorted.length / seconds),
      p50: at(0.5),
      p95: at(0.95),
      p99: at(0.99),
      max: round(sorted.at(-1) ?? 0),
      statuses: this.statuses,
      ...(this.firstFailure ? { firstFailure: this.firstFailure } : {}),
    };
  }

  private async closed(begun: number): Promise<void> {
    const until = begun + this.options.seconds * 1000;
    await Promise.all(
      this.lines.map(async (line) => {
        while (performance.now() < until) await this.send(line, performance.now());
      }),
    );
  }

  /** Arrivals at even distances; one that finds no free connection waits, and its waiting counts. */
  private async paced(begun: number, rate: number): Promise<void> {
    const total = Math.floor(this.options.seconds * rate);
    let next = 0;
    await Promise.all(
      this.lines.map(async (line) => {
        while (next < total) {
          const due = begun + (next++ * 1000) / rate;
          const early = due - performance.now();
          if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
          await this.send(line, due);
        }
      }),
    );
  }

  private async send(line: Line, due: number): Promise<void> {
    const answer = await line.send(this.options.shot(this.sent++));
    this.latencies.push(performance.now() - due);
    this.statuses[answer.status] = (this.statuses[answer.status] ?? 0) + 1;
    if (answer.status >= 300) this.firstFailure ??= answer.body;
  }
}

const round = (value: number) => Math.round(value * 100) / 100;

/** One connection with at most one request under way. Answers must carry a content-length. */
class Line {
  private waiting:
    | { resolve: (answer: { status: number; body: string }) => void; reject: (error: Error) => void }
    | undefined;
  private received: Buffer = Buffer.alloc(0);

  private constructor(
    private readonly socket: Socket,
    private readonly head: string,
  ) {
    socket.on('data', (chunk) => this.take(chunk));
    const fail = (error: Error) => this.waiting?.reject(error);
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('the server closed a connection')));
  }

  static open(port: number, head: string): Promise<Line> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true }, () =>
        resolve(new Line(socket, head)),
      );
      socket.once('error', reject);
    });
  }

  send({ method, path, body }: Shot): Promise<{ status: number; body: string }> {
    const content =
      body === undefined
        ? ''
        : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
    this.socket.write(`${method} ${path} HTTP/1.1\r\n${this.head}${content}\r\n${body ?? ''}`);
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  close(): void {
    this.waiting = undefined;
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.received = this.received.length > 0 ? Buffer.concat([this.received, chunk]) : chunk;
    const end = this.received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.received.toString('latin1', 0, end);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    if (length === undefined) {
      this.waiting?.reject(new Error(`an answer without content-length: ${head}`));
      return;
    }
    const bodyEnd = end + 4 + Number(length);
    if (this.received.length < bodyEnd) return;
    const status = Number(head.slice(9, 12));
    const body = status >= 300 ? this.received.toString('utf8', end + 4, bodyEnd) : '';
    this.received = this.received.subarray(bodyEnd);
    this.waiting?.resolve({ status, body });
  }
}
