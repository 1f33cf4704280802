// What the worker does once a person has asked for something. It must be there by then.

import { Late } from '../base/index.ts';
import type * as everyLater from './every-later.ts';

/** What is told of the things of a world. */
export const answers = new Late<typeof everyLater>('what answers a person');

export const inspect = answers.deferred((every) => every.inspect);
export const objectsIn = answers.deferred((every) => every.objectsIn);
export const openSession = answers.deferred((every) => every.openSession);
export const refusalsIn = answers.deferred((every) => every.refusalsIn);
export const shorten = answers.deferred((every) => every.shorten);
