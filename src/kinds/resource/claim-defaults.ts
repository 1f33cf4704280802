// What a claim for devices says when its author does not.
// Upstream: pkg/apis/resource/v1 defaults.go

import type {
  DeviceClaimInput, DeviceRequest, DeviceRequestInput, DeviceSubRequestInput, DeviceToleration, DeviceTolerationInput, ExactDeviceRequestInput,
  ResourceClaimSpec, ResourceClaimSpecInput,
} from '../generated/types.ts';
import { complete, completeList, completeOnce } from '../reuse.ts';

const completeToleration = (toleration: DeviceTolerationInput): DeviceToleration => complete(toleration, { operator: toleration.operator ?? 'Equal' });

function completeAmount<Request extends ExactDeviceRequestInput | DeviceSubRequestInput>(request: Request) {
  const { allocationMode = 'ExactCount', count = 0, tolerations } = request;
  return complete(request, {
    allocationMode,
    count: allocationMode === 'ExactCount' && count === 0 ? 1 : undefined,
    tolerations: tolerations && completeList(tolerations, completeToleration),
  });
}

function completeRequest(request: DeviceRequestInput): DeviceRequest {
  const { exactly, firstAvailable } = request;
  return complete(request, {
    exactly: exactly && completeAmount(exactly),
    firstAvailable: firstAvailable && completeList(firstAvailable, completeAmount),
  }) as DeviceRequest; // the rest has nothing to be filled in
}

const noDevices: DeviceClaimInput = {};

/** The spec of a claim with everything filled in. */
export const completeClaimSpec = completeOnce((spec: ResourceClaimSpecInput): ResourceClaimSpec => {
  const devices = spec.devices ?? noDevices;
  return complete(spec, {
    devices: complete(devices, { requests: devices.requests ? completeList(devices.requests, completeRequest) : null }) as ResourceClaimSpec['devices'], // likewise
  });
});
