// What the scheduler does for Pods that claim devices.

export { bindClaims, claimPlanFor, deallocate, leaveClaims } from './devices/bind-claims.ts';
export { waitForDevices } from './devices/binding-conditions.ts';
export { claimInTheWay, devicesFilter, devicesScoring } from './devices/node-verdicts.ts';
export { whyNoNode } from './devices/why-no-node.ts';
