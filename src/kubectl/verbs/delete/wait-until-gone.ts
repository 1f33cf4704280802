// Waiting for deleted objects to be gone.
// Upstream: k8s.io/kubectl pkg/cmd/wait/delete.go

import type { Process } from '../../../kernel/index.ts';
import { ApiError } from '../../../kinds/index.ts';
import type { WatchEvent } from '../../../kinds/index.ts';
import { CommandError } from '../../core/errors.ts';
import type { Mapping } from '../../core/discovery.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { textAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';

/** An object whose end is awaited; an empty uid means whatever has the name. */
export interface Doomed {
  readonly mapping: Mapping;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly uid: string;
}

const week = 168 * 3_600_000;

/** Waits until all are gone; throws when that takes too long. */
export function* waitUntilGone(kubectl: Kubectl, doomed: readonly Doomed[], timeoutMs: number): Process {
  const deadlineMs = kubectl.nowMs + (timeoutMs === 0 ? week : timeoutMs);
  for (const each of doomed) yield* waitForOne(kubectl, each, deadlineMs);
}

function* waitForOne(kubectl: Kubectl, doomed: Doomed, deadlineMs: number): Process {
  const { mapping, namespace, name, uid } = doomed;
  for (;;) {
    let object: AnyObject;
    try {
      object = (yield* kubectl.api.ask('get', { mapping, namespace, name })) as AnyObject;
    } catch (error) {
      if (error instanceof ApiError && error.reason === 'NotFound') return;
      throw error;
    }
    if (uid !== '' && textAt(object, 'metadata', 'uid') !== uid) return;
    if (kubectl.nowMs >= deadlineMs) throw timedOut(doomed);
    const options = { fieldSelector: `metadata.name=${name}`, resourceVersion: textAt(object, 'metadata', 'resourceVersion') };
    const { stream } = yield* kubectl.api.stream('watch', { mapping, namespace, options });
    try {
      for (;;) {
        const event = (yield* stream.nextWithin(deadlineMs - kubectl.nowMs)) as WatchEvent | undefined;
        if (event?.type === 'DELETED') return;
        if (event) continue;
        if (!stream.isEnded) throw timedOut(doomed);
        break;
      }
    } finally {
      stream.cancel();
    }
  }
}

function timedOut({ mapping, name }: Doomed): CommandError {
  return new CommandError(`timed out waiting for the condition on ${mapping.resource}/${name}`);
}
