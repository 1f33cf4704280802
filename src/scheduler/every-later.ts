// What the scheduler does for Pods that claim devices.

export { allocate } from './devices/allocate.ts';
export { bindClaims } from './devices/bind-claims.ts';
export { devicesFilter, devicesScoring } from './devices/node-verdicts.ts';
export { whyNoNode } from './devices/why-no-node.ts';
