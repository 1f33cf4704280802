/** A whole cluster as a library: build a world from a topology and a seed, run it, type into it, break it, inspect it. */
export { FaultError, applyFault, faultVerbs } from './faults.ts';
export type { FaultVerb } from './faults.ts';
export { InputLog } from './inputs.ts';
export type { Input, InputAction } from './inputs.ts';
export { InvariantError } from './invariants/invariant.ts';
export type { Invariant } from './invariants/invariant.ts';
export { InvariantMonitor } from './invariants/monitor.ts';
export { Machine } from './machine.ts';
export type { Component, ComponentKind } from './machine.ts';
export { machineSandbox } from './sandboxes.ts';
export { Session, describeError } from './session.ts';
export type { Answer } from './session.ts';
export { parseSpan } from './span.ts';
export { TopologyError, defaultTopology, presets, readTopology } from './topology.ts';
export type { Topology, Worker } from './topology.ts';
export { Workstation } from './workstation.ts';
export { World, createWorld } from './world.ts';
export type { WorldOptions } from './world.ts';
