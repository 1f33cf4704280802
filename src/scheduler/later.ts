// What the scheduler does for Pods that claim devices: a new cluster has none.

import { Late } from '../base/index.ts';
import type * as everyLater from './every-later.ts';

/** Looking for devices, and writing who got them. */
export const deviceWork = new Late<typeof everyLater>('what the scheduler does for Pods that claim devices');

export const claimPlanFor = deviceWork.deferred((every) => every.claimPlanFor);
export const bindClaims = deviceWork.deferred((every) => every.bindClaims);
export const leaveClaims = deviceWork.deferred((every) => every.leaveClaims);
export const deallocate = deviceWork.deferred((every) => every.deallocate);
export const waitForDevices = deviceWork.deferred((every) => every.waitForDevices);
export const claimInTheWay = deviceWork.deferred((every) => every.claimInTheWay);
export const devicesFilter = deviceWork.deferred((every) => every.devicesFilter);
export const devicesScoring = deviceWork.deferred((every) => every.devicesScoring);
export const whyNoNode = deviceWork.deferred((every) => every.whyNoNode);
