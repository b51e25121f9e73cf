import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesToHex, hexToBytes } from './bytes.ts';
import { hashOfData, inclusionPath, rootOfPath, treeRoot } from './merkle.ts';

/** The eight leaves and their roots from Certificate Transparency's reference tests of RFC 6962. */
const inputs = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const hashes = inputs.map((input) => hashOfData(hexToBytes(input)));

test('roots are those of the reference, for every size', () => {
  for (const [size, root] of roots.entries()) expect(bytesToHex(treeRoot(hashes.slice(0, size)))).toBe(root);
});

test('audit paths are those of the reference', () => {
  const path = (index: number, size: number) =>
    inclusionPath(index, hashes.slice(0, size)).map((hash) => bytesToHex(hash).slice(0, 8));
  expect(path(0, 1)).toEqual([]);
  expect(path(0, 8)).toEqual(['96a296d2', '5f083f0a', '6b47aaf2']);
  expect(path(5, 8)).toEqual(['bc1a0643', 'ca854ea1', 'd37ee418']);
  expect(path(2, 3)).toEqual(['fac54203']);
  expect(path(1, 5)).toEqual(['6e340b9c', '5f083f0a', 'bc1a0643']);
});

const trees = fc
  .array(fc.uint8Array({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 70 })
  .chain((leaves) =>
    fc.record({ leaves: fc.constant(leaves.map(hashOfData)), index: fc.nat(leaves.length - 1) }),
  );

test('a path leads its leaf to the root, and no other place, size or path does', () => {
  fc.assert(
    fc.property(trees, fc.nat(80), fc.nat(), ({ leaves, index }, other, pick) => {
      const root = bytesToHex(treeRoot(leaves));
      const path = inclusionPath(index, leaves);
      const leaf = leaves[index] as Uint8Array;
      const found = (at: number, way: Uint8Array[]) => {
        const hash = rootOfPath(leaf, at, leaves.length, way);
        return hash && bytesToHex(hash);
      };
      expect(found(index, path)).toBe(root);
      // A leaf that stands twice has a root from both places, by another path each.
      if (other !== index) expect(found(other, path)).not.toBe(root);
      expect(found(index, [...path, leaf])).not.toBe(root);
      if (path.length === 0) return;
      expect(found(index, path.slice(1))).not.toBe(root);
      const bent = path.map((hash) => Uint8Array.from(hash));
      const hash = bent[pick % bent.length] as Uint8Array;
      hash[pick % 32] = (hash[pick % 32] as number) ^ 1;
      expect(found(index, bent)).not.toBe(root);
    }),
    { numRuns: 400 },
  );
});

test('hashes of blocks make the root of their leaves, and a path in a block goes on through the blocks', () => {
  fc.assert(
    fc.property(trees, fc.constantFrom(1, 2, 4, 16), ({ leaves, index }, size) => {
      const blocks = Array.from({ length: Math.ceil(leaves.length / size) }, (_, n) =>
        leaves.slice(n * size, (n + 1) * size),
      );
      const tops = blocks.map(treeRoot);
      expect(treeRoot(tops)).toEqual(treeRoot(leaves));
      const block = Math.floor(index / size);
      expect([
        ...inclusionPath(index % size, blocks[block] as Uint8Array[]),
        ...inclusionPath(block, tops),
      ]).toEqual(inclusionPath(index, leaves));
    }),
  );
});
