import type { SchedulerPlugin } from '../plugin.ts';

/** Devices by claim: a Pod without claims has nothing to compare nodes by. */
export const dynamicResources: SchedulerPlugin = {
  name: 'DynamicResources',
  weight: 2,
  scoring: () => ({ score: () => 0 }),
};
