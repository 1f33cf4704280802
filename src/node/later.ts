// What a node does for Pods that somebody has made: those of a new cluster ask for none of it.

import { Late } from '../base/index.ts';
import type * as everyLater from './every-later.ts';

/** Resizes, hooks, devices, volumes that a Pod does not bring along, logs and sessions. */
export const nodeWork = new Late<typeof everyLater>('what a node does for Pods that somebody has made');

export const attachSession = nodeWork.deferred((every) => every.attachSession);
export const evictOne = nodeWork.deferred((every) => every.evictOne);
export const execSession = nodeWork.deferred((every) => every.execSession);
export const findLog = nodeWork.deferred((every) => every.findLog);
export const forbiddenSysctl = nodeWork.deferred((every) => every.forbiddenSysctl);
export const kernelParameters = nodeWork.deferred((every) => every.kernelParameters);
export const makeRoom = nodeWork.deferred((every) => every.makeRoom);
export const mountImages = nodeWork.deferred((every) => every.mountImages);
export const mountOther = nodeWork.deferred((every) => every.mountOther);
export const noteResized = nodeWork.deferred((every) => every.noteResized);
export const prepareClaims = nodeWork.deferred((every) => every.prepareClaims);
export const readLog = nodeWork.deferred((every) => every.readLog);
export const resizeInPlace = nodeWork.deferred((every) => every.resizeInPlace);
export const runHook = nodeWork.deferred((every) => every.runHook);
export const tellUnknownVolumes = nodeWork.deferred((every) => every.tellUnknownVolumes);
export const runtimeHandler = nodeWork.deferred((every) => every.runtimeHandler);
export const valueFromFile = nodeWork.deferred((every) => every.valueFromFile);
export const settleResize = nodeWork.deferred((every) => every.settleResize);
