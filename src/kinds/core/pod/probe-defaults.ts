// What a probe or a lifecycle hook means where its author left something out.
// Upstream: pkg/apis/core/v1/defaults.go SetDefaults_Probe, SetDefaults_HTTPGetAction

import type { HTTPGetAction, HTTPGetActionInput, Lifecycle, LifecycleHandler, LifecycleHandlerInput, LifecycleInput, Probe, ProbeInput } from '../../generated/types.ts';
import { complete, dropDisabled } from '../../reuse.ts';

function httpGetDefaults(input: HTTPGetActionInput): HTTPGetAction {
  return complete(input, { port: input.port ?? 0, path: input.path || '/', scheme: input.scheme || 'HTTP' } as const);
}

/** A probe with its period, time-out and thresholds; zero counts as not given. */
export function probeDefaults(input: ProbeInput): Probe {
  const { httpGet, grpc } = input;
  return complete(input, {
    timeoutSeconds: input.timeoutSeconds || 1,
    periodSeconds: input.periodSeconds || 10,
    successThreshold: input.successThreshold || 1,
    failureThreshold: input.failureThreshold || 3,
    httpGet: httpGet && httpGetDefaults(httpGet),
    grpc: grpc && complete(grpc, { service: grpc.service ?? '' }),
  });
}

function handlerDefaults(input: LifecycleHandlerInput): LifecycleHandler {
  return complete(input, { httpGet: input.httpGet && httpGetDefaults(input.httpGet) });
}

/** Lifecycle hooks with their HTTP requests completed; the feature of own stop signals is off. */
export function lifecycleDefaults(input: LifecycleInput): Lifecycle | undefined {
  const { postStart, preStop, stopSignal } = input;
  if (stopSignal !== undefined && !postStart && !preStop) return undefined;
  return complete(dropDisabled(input, 'stopSignal'), {
    postStart: postStart && handlerDefaults(postStart),
    preStop: preStop && handlerDefaults(preStop),
  });
}
