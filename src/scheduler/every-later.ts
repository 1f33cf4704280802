// What the scheduler does for Pods that claim devices.

export { bindClaims, claimPlanFor } from './devices/bind-claims.ts';
export { devicesFilter, devicesScoring } from './devices/node-verdicts.ts';
export { whyNoNode } from './devices/why-no-node.ts';
