/** What may happen to a group, each of which a test wants to have seen. */
const kinds = [
  'events',
  'elections',
  'commits',
  'conflicts',
  'snapshots',
  'crashes',
  'restarts',
  'partitions',
  'losses',
  'duplicates',
  'overtakings',
  'clockChanges',
  'simpleChanges',
  'jointChanges',
  'newLearners',
  'reads',
  'staleReads',
  'transfers',
] as const;

/** How often each has happened. */
export type Sightings = Record<(typeof kinds)[number], number>;

export function noSightings(): Sightings {
  return {
    events: 0,
    elections: 0,
    commits: 0,
    conflicts: 0,
    snapshots: 0,
    crashes: 0,
    restarts: 0,
    partitions: 0,
    losses: 0,
    duplicates: 0,
    overtakings: 0,
    clockChanges: 0,
    simpleChanges: 0,
    jointChanges: 0,
    newLearners: 0,
    reads: 0,
    staleReads: 0,
    transfers: 0,
  };
}

/** Adds what one group has seen to a total. */
export function addSightings(total: Sightings, seen: Sightings): void {
  for (const kind of kinds) total[kind] += seen[kind];
}
