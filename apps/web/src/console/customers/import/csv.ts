/** A CSV file as objects by column name. */
export interface Sheet {
  columns: string[];
  rows: Record<string, string>[];
}

const marks = [',', ';', '\t'] as const;

/** The mark between columns: the one that the first line holds most of, outside quotes. */
function markOf(text: string): string {
  const end = text.search(/[\r\n]/);
  const line = (end < 0 ? text : text.slice(0, end)).replace(/"[^"]*"/g, '');
  const count = (mark: string) => line.split(mark).length;
  return marks.reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

/** Cells of a CSV text by RFC 4180: quoted cells may hold the mark, line breaks, and quotes doubled. */
function cellsOf(text: string, mark: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let at = 0;
  while (at <= text.length) {
    let cell = '';
    if (text[at] === '"') {
      at += 1;
      for (;;) {
        const close = text.indexOf('"', at);
        if (close < 0) {
          cell += text.slice(at);
          at = text.length;
          break;
        }
        cell += text.slice(at, close);
        at = close + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at += 1;
      }
    }
    const start = at;
    while (at < text.length && text[at] !== mark && text[at] !== '\n' && text[at] !== '\r') at += 1;
    line.push((cell + text.slice(start, at)).trim());
    if (text[at] === mark) {
      at += 1;
      continue;
    }
    lines.push(line);
    line = [];
    at += text.startsWith('\r\n', at) ? 2 : 1;
  }
  return lines.filter((cells) => cells.some((cell) => cell !== ''));
}

/**
 * Reads a CSV file with a line of column names; comma, semicolon or tab stand between columns. Lines
 * without any value are left out, cells beyond the named columns too. Null where no line follows the names.
 */
export function readCsv(text: string): Sheet | null {
  const plain = text.replace(/^\uFEFF/, '');
  const [names = [], ...lines] = cellsOf(plain, markOf(plain));
  const columns = names.filter((name) => name !== '');
  if (columns.length === 0 || lines.length === 0) return null;
  const rows = lines.map((cells) =>
    Object.fromEntries(names.flatMap((name, at) => (name === '' ? [] : [[name, cells[at] ?? '']]))),
  );
  return { columns: [...new Set(columns)], rows };
}
