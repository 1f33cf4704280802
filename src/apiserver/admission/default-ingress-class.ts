// An Ingress that names no class gets the cluster's default one.
// Upstream: plugin/pkg/admission/network/defaultingressclass

import { isObject, withFields } from '../../base/index.ts';
import { defaultClassOf, ingressClassKind, isDefaultIngressClass } from '../../kinds/index.ts';
import { cachedObjects, hasNone } from '../cache/lookup.ts';
import { isCreation } from './plugin.ts';
import type { AdmissionPlugin } from './plugin.ts';

export const defaultIngressClass: AdmissionPlugin = {
  name: 'DefaultIngressClass',
  handles: (target) => target.kind.kind === 'Ingress' && isCreation(target),
  isIdle: (server) => hasNone(server, ingressClassKind),
  *mutate({ call, object }) {
    if (!object) return undefined;
    const spec = isObject(object.spec) ? object.spec : {};
    if (spec['ingressClassName'] !== undefined || object.metadata.annotations?.['kubernetes.io/ingress.class'] !== undefined) return undefined;
    const chosen = defaultClassOf(cachedObjects(call.server, ingressClassKind, undefined), isDefaultIngressClass);
    return chosen && withFields(object, { spec: { ...spec, ingressClassName: chosen.metadata.name } });
  },
};
