import { describe, expect, test } from 'vitest';
import { changed, describeConf, restored, type Membership } from './membership.ts';
import { emptyConfState, type ConfChangeStep, type ConfChangeTransition } from './types.ts';

const newcomer = { lastIndex: 10, maxInflightMessages: 4, maxInflightBytes: Infinity };

const types = {
  v: 'ConfChangeAddNode',
  l: 'ConfChangeAddLearnerNode',
  r: 'ConfChangeRemoveNode',
} as const;

function steps(text: string): readonly ConfChangeStep[] {
  const words = text.split(' ').filter(Boolean);
  return words.map((word) => ({
    type: types[word.charAt(0) as keyof typeof types],
    nodeId: Number(word.slice(1)),
  }));
}

function group(...voters: number[]): Membership {
  return restored({ ...emptyConfState, voters }, newcomer);
}

function after(
  membership: Membership,
  text: string,
  transition: ConfChangeTransition = 'ConfChangeTransitionAuto',
): Membership {
  return changed(membership, { transition, steps: steps(text) }, newcomer);
}

describe('a change of the membership', () => {
  test.each([
    { from: [1], change: 'v2', gives: 'voters=(1 2)' },
    { from: [1, 2], change: 'l3', gives: 'voters=(1 2) learners=(3)' },
    { from: [1, 2, 3], change: 'r2', gives: 'voters=(1 3)' },
    { from: [1, 2, 3], change: 'r9', gives: 'voters=(1 2 3)' },
    { from: [1, 2, 3], change: 'v4 r3', gives: 'voters=(1 2 4)&&(1 2 3) autoleave' },
    { from: [1, 2, 3], change: 'v4 l3', gives: 'voters=(1 2 4)&&(1 2 3) learners_next=(3) autoleave' },
    { from: [1, 2, 3], change: 'r3 l4 v5', gives: 'voters=(1 2 5)&&(1 2 3) learners=(4) autoleave' },
  ])('$change from $from gives $gives', ({ from, change, gives }) => {
    const { conf, progress } = after(group(...from), change);
    expect(describeConf(conf)).toBe(gives);
    const everyone = new Set([...conf.voters, ...conf.votersOutgoing, ...conf.learners]);
    expect([...progress.keys()]).toEqual([...everyone].sort((a, b) => a - b));
  });

  test('is left by an empty one, and then the demoted learn', () => {
    const joint = after(group(1, 2, 3), 'v4 l3');
    expect(joint.progress.get(3)?.isLearner).toBe(false);
    const left = after(joint, '');
    expect(describeConf(left.conf)).toBe('voters=(1 2 4) learners=(3)');
    expect(left.progress.get(3)?.isLearner).toBe(true);
  });

  test('asked to be explicit stays joint until told', () => {
    const joint = after(group(1, 2), 'v3', 'ConfChangeTransitionJointExplicit');
    expect(describeConf(joint.conf)).toBe('voters=(1 2 3)&&(1 2)');
  });

  test('keeps what is known of those who stay', () => {
    const before = group(1, 2);
    const known = before.progress.get(2)!;
    known.match = 7;
    expect(after(before, 'v3').progress.get(2)).toBe(known);
    expect(after(before, 'v3').progress.get(3)).toMatchObject({ match: 0, next: 10, recentActive: true });
  });

  test('leaves the configuration before it as it was', () => {
    const before = group(1, 2, 3);
    after(before, 'v4 l3 r2');
    expect(describeConf(before.conf)).toBe('voters=(1 2 3)');
    expect([...before.progress.values()].some(({ isLearner }) => isLearner)).toBe(false);
  });

  test.each([
    { from: [1], change: 'r1', why: 'removed all voters' },
    { from: [], change: 'v1 v2', why: "can't make a zero-voter config joint" },
  ])('$change from $from is refused: $why', ({ from, change, why }) => {
    expect(() => after(group(...from), change)).toThrow(why);
  });

  test('waits for the one under way', () => {
    const joint = after(group(1, 2, 3), 'v4 r3');
    expect(() => after(joint, 'v5')).toThrow("can't apply simple config change in joint config");
    expect(() => after(joint, 'v5 v6')).toThrow('config is already joint');
    expect(() => after(group(1), '')).toThrow("can't leave a non-joint config");
  });
});

test('a configuration read back is the same, joint or not', () => {
  for (const text of ['', 'v4', 'v4 r3', 'v4 l3', 'l5 v4 r1']) {
    const { conf } = text === '' ? group(1, 2, 3) : after(group(1, 2, 3), text);
    expect(restored(conf, newcomer).conf).toEqual(conf);
  }
});
