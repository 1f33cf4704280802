// Groups and versions of the API that somebody else serves, behind a Service.

import type { DiscoveredResource } from '../../kinds/index.ts';

/** One version of a group that is served elsewhere, as its APIService says. */
export interface AggregatedVersion {
  /** The APIService's name. */
  readonly name: string;
  readonly group: string;
  readonly version: string;
  readonly groupPriority: number;
  readonly versionPriority: number;
  readonly service: { readonly namespace: string; readonly name: string; readonly port: number };
  /** Whether it answered when it was last asked what it serves. */
  readonly isAvailable: boolean;
  /** What it serves; undefined while it has not said. */
  readonly resources: readonly DiscoveredResource[] | undefined;
}

/** All that one API server passes on to others. */
export class AggregatedServices {
  versions: readonly AggregatedVersion[] = [];
  /** How early a group comes among the others, whoever serves it. */
  priorities: ReadonlyMap<string, number> = new Map();
  private readonly onChange: () => void;

  /** @param onChange told of every change */
  constructor(onChange: () => void) {
    this.onChange = onChange;
  }

  /** From now on these are all. */
  replace(versions: readonly AggregatedVersion[], priorities: ReadonlyMap<string, number>): void {
    if (versions.length === 0 && this.versions.length === 0) return;
    this.versions = versions;
    this.priorities = priorities;
    this.onChange();
  }

  /** Who serves a version of a group; undefined when this server does, or nobody. */
  at(group: string, version: string): AggregatedVersion | undefined {
    return this.versions.length === 0 ? undefined : this.versions.find((each) => each.group === group && each.version === version);
  }
}
