// Nothing is made in a namespace that does not exist or is going away, and some namespaces never go.
// Upstream: k8s.io/apiserver pkg/admission/plugin/namespace/lifecycle

import { ApiError } from '../../kinds/index.ts';
import { forbidden, notFound } from '../failures.ts';
import { isNamespace } from '../verbs/namespace-deletion.ts';
import { lookUp } from '../cache/lookup.ts';
import { refusal } from './plugin.ts';
import type { AdmissionPlugin } from './plugin.ts';

const namespaces = { group: '', version: 'v1', resource: 'namespaces' };
const immortal = new Set(['default', 'kube-system', 'kube-public']);

export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  handles: ({ kind, operation }) => (kind.namespaced ? operation === 'CREATE' || operation === 'UPDATE' : isNamespace(kind) && operation === 'DELETE'),
  *mutate(write) {
    const { call, name, operation } = write;
    if (operation === 'DELETE') {
      if (immortal.has(name)) throw forbidden(namespaces, name, 'this namespace may not be deleted');
      return undefined;
    }
    const namespace = call.request.namespace ?? '';
    const found = yield* lookUp(call.server, { apiVersion: 'v1', kind: 'Namespace', name: namespace });
    if (!found) throw notFound(namespaces, namespace);
    if (operation === 'UPDATE' || found.metadata.deletionTimestamp === undefined) return undefined;
    const { status } = refusal(write, `unable to create new content in namespace ${namespace} because it is being terminated`);
    const cause = { reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' };
    throw new ApiError({ ...status, details: { ...status.details, causes: [cause] } });
  },
};
