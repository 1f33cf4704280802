// Groups of Raft members that live through faults, for swarms and for whoever changes the protocol.
export type { MemberOptions, PlantedBug } from './member.ts';
export { plantedBugs } from './planted-bugs.ts';
export {
  createSimulation,
  heal,
  run,
  type Sightings,
  type Simulation,
  type SimulationOptions,
} from './simulation.ts';
