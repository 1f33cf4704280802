// Asking the person before something is deleted: `kubectl delete -i`.
// Upstream: k8s.io/kubectl pkg/cmd/delete/delete.go confirmation

import type { Process } from '../../../kernel/index.ts';
import { kindText } from '../../core/discovery.ts';
import { throwAll } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { nameOf } from '../../core/object.ts';
import { unreadOf } from '../../resources/builder.ts';
import type { Target } from '../../resources/builder.ts';
import { listAll } from '../../resources/fetch.ts';

/** Tells what would go, and asks; false, and told, when it is not to go or there is nothing. */
export function* isWanted(kubectl: Kubectl, targets: readonly Target[]): Process<boolean> {
  throwAll(unreadOf(targets));
  const named: string[] = [];
  for (const target of targets) {
    if (target.type === 'error') continue;
    const names = target.type === 'list' ? (yield* listAll(kubectl, target)).map(nameOf) : [target.name];
    named.push(...names.map((name) => `${kindText(target.mapping)}/${name}\n`));
  }
  if (named.length === 0) {
    yield* kubectl.out('No resources found\n');
    return false;
  }
  yield* kubectl.out(`You are about to delete the following ${named.length} resource(s):\n${named.join('')}Do you want to continue? (y/N): `);
  const answer = (yield* kubectl.context.stdin.readLine()) ?? '';
  if (answer.trim().toLowerCase() === 'y') return true;
  yield* kubectl.out('deletion is cancelled\n');
  return false;
}
