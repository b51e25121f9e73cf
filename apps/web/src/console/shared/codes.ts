/** As many codes as the API takes at once. */
const perCall = 10_000;

/** The codes of a pasted text or a file: one a line, the first column of a CSV, each once. */
export function codesIn(content: string): string[] {
  const lines = content.replace(/^\ufeff/, '').split(/\r?\n/);
  const codes = lines.map((line) => {
    const [first = ''] = line.split(/[,;\t]/);
    return first.trim().replace(/^"(.*)"$/, '$1');
  });
  return [...new Set(codes.filter(Boolean))];
}

/** The codes in parts that the API takes. */
export function inParts(codes: readonly string[], size: number = perCall): string[][] {
  const parts: string[][] = [];
  for (let at = 0; at < codes.length; at += size) parts.push(codes.slice(at, at + size));
  return parts;
}
