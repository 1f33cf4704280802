import type { RandomStream } from '../../kernel/index.ts';
import { pick } from './pick.ts';
import type { Work } from './plan.ts';
import type { Names } from './topology-draws.ts';

/** Names that are worked with; few, so that work meets work. */
const deployments = ['web', 'shop', 'cart', 'mail'];
const images = ['nginx:1.26', 'nginx:1.27', 'nginx:1.28', 'nginx:no-such-tag'];

/** What is there before anything breaks. */
export function firstWork(random: RandomStream): Work[] {
  return deployments.slice(0, 2).map((name) => ({ type: 'create', name, replicas: random.integer(1, 6) }));
}

const kinds = ['create', 'create', 'scale', 'scale', 'update', 'update', 'delete', 'serve', 'restart', 'undo', 'cordon', 'uncordon', 'drain', 'drain', 'delete-pods', 'delete-pods'] as const;

/** A piece of work. */
export function drawWork(random: RandomStream, { workers }: Names): Work {
  const name = pick(random, deployments);
  const worker = pick(random, workers);
  switch (pick(random, kinds)) {
    case 'create':
      return { type: 'create', name, replicas: random.integer(1, 6) };
    case 'scale':
      return { type: 'scale', name, replicas: random.integer(0, 9) };
    case 'update':
      return { type: 'update', name, image: pick(random, images) };
    case 'delete':
      return { type: 'delete', name };
    case 'serve':
      return { type: 'serve', name };
    case 'restart':
      return { type: 'command', line: `kubectl rollout restart deployment/${name}` };
    case 'undo':
      return { type: 'command', line: `kubectl rollout undo deployment/${name}` };
    case 'cordon':
      return { type: 'command', line: `kubectl cordon ${worker}` };
    case 'uncordon':
      return { type: 'command', line: `kubectl uncordon ${worker}` };
    case 'drain':
      return { type: 'command', line: `kubectl drain ${worker} --ignore-daemonsets --delete-emptydir-data --force --timeout=40s` };
    case 'delete-pods':
      return { type: 'command', line: `kubectl delete pods -l app=${name} --timeout=40s` };
  }
}
