// Groups of Raft members that live through faults, for swarms and for whoever changes the protocol.
export { soundClocks, wildClocks, type ClockSpeeds } from './clocks.ts';
export { run } from './happenings.ts';
export { heal } from './heal.ts';
export type { MemberOptions } from './member.ts';
export { plantedBugs, type PlantedBug } from './planted-bugs.ts';
export { addSightings, noSightings, type Sightings } from './sightings.ts';
export { createSimulation, type Simulation, type SimulationOptions } from './simulation.ts';
