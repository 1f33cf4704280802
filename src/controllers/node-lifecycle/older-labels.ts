// Upstream: pkg/controller/nodelifecycle reconcileNodeLabels
import type { Node } from '../../kinds/index.ts';

/** Labels that were called otherwise once. */
const formerly: readonly (readonly [string, string])[] = [['kubernetes.io/arch', 'beta.kubernetes.io/arch'], ['kubernetes.io/os', 'beta.kubernetes.io/os']];

/** The labels by their older names that a node lacks or has with another value; undefined: all are right. */
export function olderLabels({ metadata: { labels = {} } }: Node): Readonly<Record<string, string>> | undefined {
  const wrong = formerly.flatMap(([name, older]) => (labels[name] !== undefined && labels[name] !== labels[older] ? [[older, labels[name]] as const] : []));
  return wrong.length > 0 ? Object.fromEntries(wrong) : undefined;
}
