// The third and fifth stage of a write: what the cluster adds to it, and whether it may be.
// Upstream: k8s.io/apiserver pkg/admission

import type { Process } from '../../kernel/index.ts';
import { ApiError } from '../../kinds/index.ts';
import type { AnyKind, KubeObject } from '../../kinds/index.ts';
import { notePassage } from '../request/passage.ts';
import { recordRefusal } from '../request/refusal.ts';
import type { AdmissionPlugin, Target, Write } from './plugin.ts';
import { plugins } from './plugins.ts';
import { Reinvocation } from './reinvocation.ts';

/** The plugins that look at one sort of write, in their order. */
interface Chain {
  readonly mutating: readonly AdmissionPlugin[];
  readonly validating: readonly AdmissionPlugin[];
}

/** Chains by what names a sort of write: found once, because plugins never come or go. */
const chains = new WeakMap<AnyKind, Map<string, Chain>>();

function chainFor(kind: AnyKind, { operation, subresource }: Write): Chain {
  let ofKind = chains.get(kind);
  if (!ofKind) chains.set(kind, (ofKind = new Map<string, Chain>()));
  const sort = subresource === undefined ? operation : `${operation} ${subresource}`;
  let chain = ofKind.get(sort);
  if (!chain) ofKind.set(sort, (chain = makeChain({ kind, operation, subresource })));
  return chain;
}

function makeChain(target: Target): Chain {
  const concerned = plugins.filter((plugin) => plugin.handles(target));
  return { mutating: concerned.filter((plugin) => plugin.mutate !== undefined), validating: concerned.filter((plugin) => plugin.validate !== undefined) };
}

/** First phase: what is to be stored after every plugin added its part. Throws the answer of the one that refuses. */
export function* mutate(write: Write): Process<KubeObject | undefined> {
  const { call } = write;
  const { mutating } = chainFor(call.kind, write);
  if (!mutating.some((plugin) => plugin.reinvokes && !plugin.isIdle?.(call.server))) return yield* mutateOnce(mutating, write);
  const reinvocation = new Reinvocation();
  const object = yield* mutateOnce(mutating, { ...write, reinvocation });
  if (!reinvocation.isNeeded) return object;
  reinvocation.isSecondRound = true;
  return yield* mutateOnce(mutating, { ...write, object, reinvocation });
}

function* mutateOnce(mutating: readonly AdmissionPlugin[], write: Write): Process<KubeObject | undefined> {
  const { server } = write.call;
  let current = write;
  for (const plugin of mutating) {
    if (!plugin.mutate || plugin.isIdle?.(server)) continue;
    try {
      const object = yield* plugin.mutate(current);
      if (!object || object === current.object) continue;
      notePassage(write.call, 'admitted', object, plugin.name);
      current = { ...current, object };
    } catch (error) {
      throw refusedBy(plugin, write, error);
    }
  }
  return current.object;
}

/** Second phase: throws the answer of the first plugin that does not want what would be stored. */
export function* validate(write: Write): Process {
  const { call } = write;
  for (const plugin of chainFor(call.kind, write).validating) {
    if (!plugin.validate || plugin.isIdle?.(call.server)) continue;
    try {
      yield* plugin.validate(write);
    } catch (error) {
      throw refusedBy(plugin, write, error);
    }
  }
}

/** Both phases, one after the other: for what is not stored as an object of its own. */
export function* admit(write: Write): Process<KubeObject | undefined> {
  const object = yield* mutate(write);
  yield* validate(object === write.object ? write : { ...write, object });
  return object;
}

function refusedBy(plugin: AdmissionPlugin, { call }: Write, error: unknown): unknown {
  if (error instanceof ApiError) recordRefusal(call, `admission ${plugin.name}`, error);
  return error;
}
