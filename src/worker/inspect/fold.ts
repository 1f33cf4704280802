import { shortName } from '../../protocol/index.ts';
import type { WhyStep } from '../../protocol/index.ts';

/** Ends that a folded step names at most. */
const namesShown = 4;

/** One step for many that only carry on; undefined for none. */
export function fold(steps: readonly WhyStep[]): WhyStep | undefined {
  const [first] = steps;
  const last = steps.at(-1);
  if (!first || !last) return undefined;
  return {
    id: `${first.id}-${last.id.slice(last.id.indexOf('/') + 1)}`,
    atMs: first.atMs,
    when: 'past',
    actor: '',
    byHand: false,
    text: [{ say: 'why.folded', with: { count: steps.length, what: wayOf(steps) } }],
    folded: steps,
  };
}

/** Who passed it on to whom: `etcd-2 → kube-apiserver → kube-scheduler`. */
function wayOf(steps: readonly WhyStep[]): string {
  const names: string[] = [];
  for (const { hop } of steps) {
    if (!hop) continue;
    for (const name of [shortName(hop.from), shortName(hop.to)]) if (names.at(-1) !== name) names.push(name);
  }
  return names.length <= namesShown ? names.join(' → ') : [...names.slice(0, 2), '…', ...names.slice(-2)].join(' → ');
}
