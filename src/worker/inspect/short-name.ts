import type { EntityId } from '../../protocol/index.ts';

/** How a chain names an end: the process, with its machine where there are several. */
export function shortName(id: EntityId): string {
  const [type, machine = '', ...rest] = id.split('/');
  if (type === 'machine') return machine === 'workstation' ? 'kubectl' : machine;
  if (type === 'component') {
    const process = rest.join('/');
    return process === 'kubelet' ? `kubelet ${machine}` : process === 'etcd' ? machine : process;
  }
  return id.slice(id.lastIndexOf('/') + 1);
}
