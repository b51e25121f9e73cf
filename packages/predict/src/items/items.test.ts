import { inverse, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../numeric/random.ts';
import { type CustomerBaskets, toOwnership } from './baskets.ts';
import { buyAgain, fitRepurchase } from './buy-again.ts';
import { fitCosine } from './cosine.ts';
import { fitEase } from './ease.ts';
import { holdOutLastBaskets, meanRecall, newItems, newItemsRecall } from './evaluate.ts';
import type { ItemModel } from './model.ts';
import { popularItems, recommend } from './recommend.ts';

/** Customers of one of three tastes: four in five of their items are among ten of its own, the rest any of thirty. */
function make(count: number, seed: number): CustomerBaskets[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, i) => {
    const taste = i % 3;
    const item = () => `i${random.uniform() < 0.8 ? taste * 10 + random.below(10) : random.below(30)}`;
    const baskets = Array.from({ length: 1 + random.below(4) }, () => Array.from({ length: 3 }, item));
    return { customerId: String(i), baskets };
  });
}

function weight({ items, starts, targets, weights }: ItemModel, from: string, to: string): number {
  const [i, j] = [items.indexOf(from), items.indexOf(to)];
  const at = targets.subarray(starts[i], starts[i + 1]).indexOf(j);
  return at < 0 ? 0 : weights[starts[i]! + at]!;
}

const customers = make(300, 1);

describe('fitEase', () => {
  it('agrees with its formula by a general inverse', () => {
    const { model } = fitEase(customers, { lambdas: [20], keep: 30 });
    const { items, rows } = toOwnership(customers);
    const x = Matrix.zeros(rows.length, items.length);
    for (const [customer, row] of rows.entries()) for (const item of row) x.set(customer, item, 1);
    const p = inverse(x.transpose().mmul(x).add(Matrix.eye(items.length).mul(20)));
    for (const [i, from] of items.entries())
      for (const [j, to] of items.entries())
        expect(weight(model, from, to)).toBeCloseTo(i === j ? 0 : -p.get(i, j) / p.get(j, j), 6);
  });

  it('chooses λ by the held-out last baskets, and says what each reached', () => {
    const { lambda, validation } = fitEase(customers, { lambdas: [1, 50, 5_000] });
    expect(validation.map((one) => one.lambda)).toEqual([1, 50, 5_000]);
    const most = Math.max(...validation.map(({ recall }) => recall));
    expect(validation.find((one) => one.lambda === lambda)!.recall).toBe(most);
    expect(most).toBeGreaterThan(0.3);
  });

  it('takes the first λ where nobody has two baskets', () => {
    const single = customers.map(({ customerId, baskets }) => ({ customerId, baskets: baskets.slice(0, 1) }));
    expect(fitEase(single, { lambdas: [30, 60] })).toMatchObject({ lambda: 30, validation: [] });
  });

  it('models the most bought items where there are too many, and says how many it left out', () => {
    const { model, leftOut } = fitEase(customers, { lambdas: [20], maxItems: 12 });
    expect(model.items).toHaveLength(12);
    expect(leftOut).toBe(18);
    const { items } = toOwnership(customers);
    expect(model.items).toEqual(items.slice(0, 12));
  });
});

describe('fitCosine', () => {
  it('is the square of the cosine of the columns', () => {
    const model = fitCosine(customers, { keep: 30 });
    const { items, rows, buyers } = toOwnership(customers);
    for (const [i, from] of items.entries()) {
      for (const [j, to] of items.entries()) {
        if (i === j) continue;
        const both = rows.filter((row) => row.includes(i) && row.includes(j)).length;
        expect(weight(model, from, to)).toBeCloseTo(both ** 2 / (buyers[i]! * buyers[j]!), 6);
      }
    }
  });

  it('keeps for each item its nearest', () => {
    const [all, few] = [fitCosine(customers, { keep: 30 }), fitCosine(customers, { keep: 2 })];
    expect(few.targets.length).toBe(2 * few.items.length);
    for (const to of all.items) {
      const near = (model: ItemModel) =>
        all.items.map((from) => weight(model, from, to)).sort((a, b) => b - a);
      expect(near(few).slice(0, 2)).toEqual(near(all).slice(0, 2));
      expect(near(few)[2]).toBe(0);
    }
  });
});

describe('recommend', () => {
  const { model } = fitEase(customers, { lambdas: [20] });

  it('finds the taste of a customer, leaves out what they own, and says which item spoke for it', () => {
    const owned = ['i10', 'i11', 'i12'];
    const found = recommend(model, owned, { count: 4 });
    expect(found).toHaveLength(4);
    for (const { item, because } of found) {
      expect(item).toMatch(/^i1\d$/);
      expect(owned).not.toContain(item);
      expect(owned).toContain(because);
    }
    expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).sort((a, b) => b - a));
  });

  it('scores by the sum over what is owned', () => {
    const [first] = recommend(model, ['i10', 'i11'], { count: 1 });
    expect(first!.score).toBeCloseTo(
      weight(model, 'i10', first!.item) + weight(model, 'i11', first!.item),
      6,
    );
  });

  it('falls back to the most bought for a customer of whom nothing is known, without a reason', () => {
    const found = recommend(model, ['unheard of'], { count: 3 });
    expect(found.map(({ item }) => item)).toEqual(popularItems(model, { count: 3 }));
    expect(found.every(({ because, score }) => because === undefined && score === 0)).toBe(true);
  });

  it('keeps out what may not be shown', () => {
    const [first, second] = recommend(model, ['i10'], { count: 2 });
    const exclude = (item: string) => item === first!.item;
    expect(recommend(model, ['i10'], { count: 1, exclude })[0]!.item).toBe(second!.item);
    expect(popularItems(model, { exclude: (item) => item === model.items[0] })[0]).toBe(model.items[1]);
    expect(popularItems(model, { count: 99 })).toHaveLength(30);
  });

  it('guesses held-out items better than popularity does', () => {
    const { before, heldOut } = holdOutLastBaskets(make(900, 7));
    const learnt = fitEase(before, { lambdas: [20] }).model;
    const popular = meanRecall(
      heldOut,
      newItems,
      ({ baskets }, count) => {
        const owned = new Set(baskets.flat());
        return popularItems(learnt, { count, exclude: (item) => owned.has(item) });
      },
      [5],
    );
    expect(newItemsRecall(learnt, heldOut, [5])[0]!.recall).toBeGreaterThan(1.4 * popular[0]!.recall);
  });
});

describe('held-out baskets', () => {
  it('take the last of two or more, and leave single ones to learn from', () => {
    const { before, heldOut } = holdOutLastBaskets([
      { customerId: 'a', baskets: [['x'], ['x', 'y']] },
      { customerId: 'b', baskets: [['z']] },
      { customerId: 'c', baskets: [] },
    ]);
    expect(before).toEqual([
      { customerId: 'a', baskets: [['x']] },
      { customerId: 'b', baskets: [['z']] },
    ]);
    expect(heldOut).toEqual([{ customerId: 'a', baskets: [['x']], last: ['x', 'y'] }]);
    expect([...newItems(heldOut[0]!)]).toEqual(['y']);
  });

  it('are judged by the share of the wanted that was guessed, of those who wanted anything', () => {
    const cases = [['x', 'y'], ['z'], []];
    const recalls = meanRecall(
      cases,
      (wanted) => new Set(wanted),
      () => ['x', 'q', 'z'],
      [1, 3],
    );
    expect(recalls).toEqual([
      { at: 1, recall: 0.25, customers: 2 },
      { at: 3, recall: 0.75, customers: 2 },
    ]);
    expect(
      meanRecall(
        [],
        () => new Set(),
        () => [],
        [5],
      ),
    ).toEqual([{ at: 5, recall: 0, customers: 0 }]);
  });
});

describe('buyAgain', () => {
  const history = [
    { customerId: 'a', baskets: [['milk', 'vase'], ['milk'], ['milk']] },
    { customerId: 'b', baskets: [['milk', 'vase'], ['bread']] },
  ];

  it('learns how readily items are bought again, and draws rare ones towards the usual', () => {
    const { rates, usual } = fitRepurchase(history);
    // Owned before a basket: milk 3 times (bought 2), vase 3 (0).
    expect(usual).toBeCloseTo(2 / 6, 12);
    expect(rates.get('milk')).toBeCloseTo((2 + 15 / 3) / 18, 12);
    expect(rates.get('vase')).toBeCloseTo((0 + 15 / 3) / 18, 12);
    expect(rates.has('bread')).toBe(false);
    expect(fitRepurchase([]).usual).toBe(0);
  });

  it('puts the often and the lately bought first, the readily bought again before the rest', () => {
    const model = fitRepurchase(history);
    expect(buyAgain(model, [['vase', 'milk'], ['milk']])).toEqual(['milk', 'vase']);
    expect(buyAgain(model, [['vase', 'milk']])).toEqual(['milk', 'vase']);
    expect(buyAgain(model, [['bread'], ['tea']])).toEqual(['tea', 'bread']);
    expect(buyAgain(model, [['b', 'a']], { count: 1 })).toEqual(['a']);
    expect(buyAgain(model, [['b', 'a']], { exclude: (item) => item === 'a' })).toEqual(['b']);
  });
});
