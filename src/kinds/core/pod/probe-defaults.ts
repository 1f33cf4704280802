// What a probe or a lifecycle hook means where its author left something out.
// Upstream: pkg/apis/core/v1/defaults.go SetDefaults_Probe, SetDefaults_HTTPGetAction

import type {
  GRPCAction, GRPCActionInput, HTTPGetAction, HTTPGetActionInput, Lifecycle, LifecycleHandler, LifecycleHandlerInput, LifecycleInput,
  Probe, ProbeInput,
} from '../../generated/types.ts';
import { reuse } from '../../reuse.ts';

function httpGetDefaults(input: HTTPGetActionInput): HTTPGetAction {
  return reuse(input, { ...input, port: input.port ?? 0, path: input.path || '/', scheme: input.scheme || 'HTTP' });
}

function grpcDefaults(input: GRPCActionInput): GRPCAction {
  return reuse(input, { ...input, service: input.service ?? '' });
}

/** A probe with its period, time-out and thresholds; zero counts as not given. */
export function probeDefaults(input: ProbeInput): Probe {
  const { httpGet, grpc, ...rest } = input;
  return reuse<Probe>(input, {
    ...rest,
    timeoutSeconds: input.timeoutSeconds || 1,
    periodSeconds: input.periodSeconds || 10,
    successThreshold: input.successThreshold || 1,
    failureThreshold: input.failureThreshold || 3,
    ...(httpGet && { httpGet: httpGetDefaults(httpGet) }),
    ...(grpc && { grpc: grpcDefaults(grpc) }),
  });
}

function handlerDefaults(input: LifecycleHandlerInput): LifecycleHandler {
  const { httpGet, ...rest } = input;
  return httpGet ? reuse<LifecycleHandler>(input, { ...rest, httpGet: httpGetDefaults(httpGet) }) : rest;
}

/** Lifecycle hooks with their HTTP requests completed. */
export function lifecycleDefaults(input: LifecycleInput): Lifecycle {
  const { postStart, preStop, ...rest } = input;
  return reuse<Lifecycle>(input, {
    ...rest,
    ...(postStart && { postStart: handlerDefaults(postStart) }),
    ...(preStop && { preStop: handlerDefaults(preStop) }),
  });
}
