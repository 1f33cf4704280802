import type { TraceRecord } from '../../src/kernel/index.ts';
import type { World } from '../../src/cluster/index.ts';

type Subject = Readonly<Record<string, unknown>>;

/** One link of a chain of causes in words: who did what. Machines are told by their roles, so that no name of a leader matters. */
export function hop(world: World, { kind, actor, subject }: TraceRecord): string {
  if (typeof subject === 'string') return `${kind} ${subject}`;
  const told = subject as Subject;
  switch (kind) {
    case 'input':
      return `input: ${String(told['command'])}`;
    case 'sent':
    case 'delivered':
      return `${kind}: ${messageText(world, told)}`;
    case 'write':
      return `etcd commits`;
    case 'step':
      return stepText(actor, told);
    case 'decision':
      return `${actor} decides: ${String(told['type'])}`;
    case 'dropped':
    case 'fault':
    case 'watch':
      return kind;
  }
}

function messageText(world: World, { from, to, kind, payload }: Subject): string {
  const request = (payload as { request?: Subject } | undefined)?.request;
  const what = request ? [request['verb'], [request['resource'], request['subresource']].filter(Boolean).join('/')].join(' ') : String(kind);
  return `${roleOf(world, from)} → ${roleOf(world, to)} ${what}`;
}

function roleOf(world: World, host: unknown): string {
  const name = typeof host === 'string' ? host : (host as { readonly name?: string } | undefined)?.name ?? '';
  return world.machines.get(name)?.role ?? name;
}

function stepText(actor: string, subject: Subject): string {
  const component = actor.slice(actor.indexOf('/') + 1);
  switch (subject['type']) {
    case 'api.request':
      return `${component} serves ${String(subject['verb'])} ${String(subject['resource'])}`;
    case 'kubelet':
      return `kubelet: ${String(subject['reason'])}`;
    case 'reconcile':
      return `${String(subject['controller'])} reconciles`;
    default:
      return `${component}: ${String(subject['type'])}`;
  }
}
