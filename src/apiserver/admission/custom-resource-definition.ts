// Nothing is made of a kind whose definition is being deleted.
// Upstream: k8s.io/apiextensions-apiserver pkg/apiserver/customresource_handler.go

import { customResourceDefinitionKind, isConditionTrue } from '../../kinds/index.ts';
import type { AnyKind, CustomResourceDefinition } from '../../kinds/index.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { isCreation, refusal } from './plugin.ts';

const definitions = customResourceDefinitionKind as unknown as AnyKind;

export const customResourceTermination: AdmissionPlugin = {
  name: 'CustomResourceTermination',
  handles: (target) => target.kind.custom !== undefined && isCreation(target),
  *mutate(write) {
    const { server, kind } = write.call;
    const definition = server.cache.of(definitions).get(kind.custom?.definition ?? '') as CustomResourceDefinition | undefined;
    if (isConditionTrue(definition?.status.conditions ?? [], 'Terminating')) {
      throw refusal(write, 'create not allowed while custom resource definition is terminating');
    }
    return undefined;
  },
};
