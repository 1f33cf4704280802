import { isObject } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { KubeObject } from '../../kinds/index.ts';
import type { Call } from '../request/call.ts';
import { admit } from './admission.ts';
import type { Operation } from './plugin.ts';

/** The object that a subresource is given: a Binding, an Eviction, PodExecOptions. */
interface Given {
  readonly apiVersion: string;
  readonly kind: string;
  readonly body: unknown;
}

/** Passes what a subresource is given through both phases of admission; gives it as admission leaves it. */
export function* admitSubresource(call: Call, operation: Extract<Operation, 'CREATE' | 'CONNECT'>, given: Given): Process<KubeObject | undefined> {
  const { name = '', subresource } = call.request;
  return yield* admit({ call, operation, subresource, name, object: asObject(given), previous: undefined });
}

/** What is never stored has no identity of its own. */
function asObject({ apiVersion, kind, body }: Given): KubeObject {
  const fields = isObject(body) ? body : {};
  const metadata = isObject(fields['metadata']) ? fields['metadata'] : {};
  return { ...fields, apiVersion, kind, metadata: { name: '', uid: '', resourceVersion: '', creationTimestamp: '', ...metadata } };
}
