import { describe, expect, it } from 'vitest';
import { FewMap } from './index.ts';

/** Numbers between 0 and `below`, always the same ones. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

describe('a map of few entries', () => {
  it('answers as a Map does, whatever is done to it', () => {
    const sizes = new Set<number>();
    const keys = Array.from({ length: 14 }, (_, index) => index);
    for (let seed = 1; seed <= 200; seed++) {
      const draw = dice(seed);
      const few = new FewMap<number, number>();
      const map = new Map<number, number>();
      for (let step = 0; step < 60; step++) {
        const key = draw(draw(2) === 0 ? 3 : 14);
        if (draw(3) > 0) expect(few.set(key, step).get(key)).toBe(step);
        else expect(few.delete(key)).toBe(map.has(key));
        if (few.has(key)) map.set(key, few.get(key) ?? Number.NaN);
        else map.delete(key);
        expect([...few]).toEqual([...map]);
        expect([...few.keys()]).toEqual([...map.keys()]);
        expect([...few.values()]).toEqual([...map.values()]);
        expect(keys.map((each) => few.get(each))).toEqual(keys.map((each) => map.get(each)));
        expect(few.size).toBe(map.size);
        sizes.add(few.size);
      }
      expect([...new FewMap(few)]).toEqual([...map]);
      few.clear();
      expect([few.size, ...few]).toEqual([0]);
    }
    expect(Math.max(...sizes)).toBeGreaterThan(9);
  });

  it('keeps a value that is undefined', () => {
    const few = new FewMap<string, undefined>().set('a', undefined);
    expect([few.has('a'), few.size]).toEqual([true, 1]);
  });
});
