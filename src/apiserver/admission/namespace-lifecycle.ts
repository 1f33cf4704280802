// Nothing is made in a namespace that does not exist or is going away, and some namespaces never go.
// Upstream: k8s.io/apiserver pkg/admission/plugin/namespace/lifecycle

import { ApiError } from '../../kinds/index.ts';
import type { Call } from '../request/call.ts';
import { forbidden, notFound } from '../failures.ts';
import { isNamespace } from '../verbs/namespace-deletion.ts';
import { lookUp } from './lookup.ts';
import type { AdmissionPlugin } from './plugin.ts';

const namespaces = { group: '', version: 'v1', resource: 'namespaces' };
const immortal = new Set(['default', 'kube-system', 'kube-public']);

export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  handles: (kind) => kind.namespaced,
  *admit({ call, name, object, previous }) {
    const namespace = call.request.namespace ?? '';
    const found = yield* lookUp(call.server, { apiVersion: 'v1', kind: 'Namespace', name: namespace });
    if (!found) throw notFound(namespaces, namespace);
    if (previous || found.metadata.deletionTimestamp === undefined) return object;
    const refusal = forbidden(call.kind.gvr, name, `unable to create new content in namespace ${namespace} because it is being terminated`);
    const cause = { reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' };
    throw new ApiError({ ...refusal.status, details: { ...refusal.status.details, causes: [cause] } });
  },
};

/** Throws the answer to deleting a namespace that a cluster cannot do without. */
export function refuseImmortal({ kind }: Call, name: string): void {
  if (isNamespace(kind) && immortal.has(name)) throw forbidden(namespaces, name, 'this namespace may not be deleted');
}
