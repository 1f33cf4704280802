import { expect, test } from 'vitest';
import { floorLog2, naturalLog } from './index.ts';

test('the natural logarithm is right to the last bits', () => {
  let worst = 0;
  for (let i = 1; i <= 200_000; i++) {
    for (const value of [i / 200_003, i, 1 + i * 1e-9]) {
      const error = Math.abs(naturalLog(value) - Math.log(value));
      worst = Math.max(worst, error / Math.max(Math.abs(Math.log(value)), 2 ** -40));
    }
  }
  expect(worst).toBeLessThan(1e-15);
  expect(naturalLog(1)).toBe(0);
  expect(naturalLog(5e-324)).toBeCloseTo(Math.log(5e-324), 10);
  expect(() => naturalLog(0)).toThrow('the logarithm of 0');
});

test('the same bits everywhere: recorded once', () => {
  const words = new Uint32Array(2);
  const view = new Float64Array(words.buffer);
  let hash = 0x811c9dc5;
  for (let i = 1; i < 100_000; i++) {
    view[0] = naturalLog(i / 100_003);
    hash = Math.imul(hash ^ (words[0] ?? 0), 0x01000193);
  }
  expect(hash >>> 0).toBe(1_932_546_032);
});

test.each([[1, 0], [1.999, 0], [2, 1], [1023, 9], [1024, 10], [2 ** 52, 52], [0.5, -1], [0.3, -2]])('%d lies between 2^%i and twice that', (value, exponent) => {
  expect(floorLog2(value)).toBe(exponent);
});
