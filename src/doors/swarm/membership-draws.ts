import { RandomStream } from '../../kernel/index.ts';
import { pick } from './pick.ts';
import type { Planned } from './plan.ts';
import type { Names } from './topology-draws.ts';

/** Members that a cluster must have before one is taken away: an API server knows those that were there when it started. */
const leastToShrink = 3;

/** Changes of etcd's members in some plans, from a stream of their own: other plans stay what they were. */
export function drawMembership(seed: number, stormMs: number, { members }: Names): readonly Planned[] {
  const random = new RandomStream(seed, 'swarm membership');
  if (!random.chance(0.4)) return [];
  const steps: Planned[] = [];
  const at = (afterMs: number, words: string): void => void steps.push({ afterMs, action: { type: 'fault', words: words.split(' ') } });
  const isLearner = random.chance(0.5);
  const afterMs = random.between(0, stormMs / 2);
  at(afterMs, isLearner ? 'member add --learner' : 'member add');
  if (isLearner) at(afterMs + random.between(2_000, 30_000), `member promote etcd-${members.length + 1}`);
  if (members.length >= leastToShrink) at(random.between(0, stormMs), `member remove ${pick(random, members).name}`);
  return steps;
}
