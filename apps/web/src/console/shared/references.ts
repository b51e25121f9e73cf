/** Card numbers or ids of customers out of a pasted text or the first column of a file, each once. */
export function referencesIn(content: string): string[] {
  const lines = content.replace(/^\ufeff/, '').split(/[\r\n]+/);
  const found = lines.map((line) => {
    const [first = ''] = line.split(/[,;\t]/);
    const bare = first.trim().replace(/^"(.*)"$/, '$1');
    // A card's number is read aloud in groups of four.
    return /^[\d\s-]+$/.test(bare) ? bare.replace(/[\s-]/g, '') : bare;
  });
  return [...new Set(found.filter(Boolean))];
}
