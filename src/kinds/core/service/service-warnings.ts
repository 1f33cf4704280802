// What an accepted Service is nevertheless warned about.
// Upstream: pkg/api/service/warnings.go

import type { Service } from '../../generated/types.ts';
import { isHeadless } from './service-ip-validation.ts';

/** Warnings about a Service, the same whatever changes of it. */
export function serviceWarnings({ spec }: Service): readonly string[] {
  const warnings: string[] = [];
  if (spec.externalIPs?.length) warnings.push('spec.externalIPs is deprecated and may no longer be implemented in some clusters');
  if (spec.externalName && spec.type !== 'ExternalName') warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  if (isHeadless(spec)) {
    if (spec.loadBalancerIP) warnings.push('spec.loadBalancerIP is ignored for headless services');
    if (spec.externalIPs?.length) warnings.push('spec.externalIPs is ignored for headless services');
    if (spec.sessionAffinity !== 'None') warnings.push('spec.SessionAffinity is ignored for headless services');
  }
  if (spec.trafficDistribution === 'PreferClose') {
    warnings.push('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"');
  }
  return warnings;
}
