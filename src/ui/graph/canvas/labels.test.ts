import { expect, test } from 'vitest';
import { layLabels, placesBeside, type WantedLabel } from './labels.ts';

const wanted = (text: string, x: number, y: number, more: Partial<WantedLabel> = {}): WantedLabel => ({ text, x, y, colour: 'black', align: 'left', font: '11px mono', count: 1, isPointedAt: false, ...more });
const widthOf = (text: string): number => text.length * 7;
const texts = (labels: readonly WantedLabel[]): readonly string[] => layLabels(labels, widthOf).map((label) => label.text);

test('of two labels that would lie on each other only the first is shown', () => {
  expect(texts([wanted('txn', 10, 10), wanted('rev 146', 20, 14)])).toEqual(['txn']);
  expect(texts([wanted('txn', 10, 10), wanted('rev 146', 20, 40)])).toEqual(['txn', 'rev 146']);
});

test('the label of what is pointed at is shown whatever lies there', () => {
  expect(texts([wanted('txn', 10, 10), wanted('rev 146', 20, 14, { isPointedAt: true })])).toEqual(['rev 146']);
});

test('a label says for how many messages it stands, and needs the room for it', () => {
  expect(texts([wanted('ADDED', 0, 0, { count: 4 })])).toEqual(['ADDED ×4']);
  expect(texts([wanted('ADDED', 0, 0, { count: 4 }), wanted('txn', 40, 0)])).toEqual(['ADDED ×4']);
});

test('a label that ends at its place needs the room to its left, and some between', () => {
  expect(texts([wanted('left', 100, 0, { align: 'right' }), wanted('right', 112, 0)])).toEqual(['left', 'right']);
  expect(texts([wanted('left', 100, 0, { align: 'right' }), wanted('right', 101, 0)])).toEqual(['left']);
});

test('a label keeps off boxes: it stands elsewhere if it can, and is left out if it cannot', () => {
  const box = { x: 0, y: 0, w: 100, h: 40 };
  const lay = (label: WantedLabel) => layLabels([label], widthOf, [box]).map(({ text, x, align }) => ({ text, x, align }));
  expect(lay(wanted('PATCH status', 90, 20))).toEqual([]);
  expect(lay(wanted('PATCH status', 90, 20, { elsewhere: [{ x: 80, y: 20, align: 'right' }, { x: 110, y: 20, align: 'left' }] }))).toEqual([{ text: 'PATCH status', x: 110, align: 'left' }]);
  expect(lay(wanted('PATCH status', 90, 20, { isPointedAt: true })), 'what is pointed at is told all the same').toEqual([{ text: 'PATCH status', x: 90, align: 'left' }]);
});

test('what goes across is never told on its own line; what goes up or down also a line farther along its way', () => {
  const at = { x: 100, y: 50 };
  const way = { ring: undefined, atEdge: false, letters: 11 };
  const across = placesBeside(at, { ...way, angle: 0 });
  expect(across.every(({ y }) => Math.abs(y - at.y) > 11)).toBe(true);
  expect(new Set(across.map(({ align }) => align))).toEqual(new Set(['center', 'left', 'right']));
  const upwards = placesBeside(at, { ...way, angle: 90 });
  expect(new Set(upwards.map(({ y }) => Math.sign(y - at.y)))).toEqual(new Set([0, 1, -1]));
  expect(upwards.every(({ x }) => x !== at.x)).toBe(true);
});
