// What kubectl remembers of what a server serves: a file for each server, below --cache-dir.
// Upstream: k8s.io/client-go discovery/cached/disk

import { isObject } from '../../base/index.ts';
import { FileError, joinPath, parentOf } from '../../machine/index.ts';
import type { FileSystem } from '../../machine/index.ts';
import { Discovery } from './discovery.ts';
import type { Group, Mapping } from './discovery.ts';

/** How long it is believed. Upstream: cli-runtime genericclioptions, 6 h */
const believedMs = 6 * 3_600_000;

interface Kept {
  readonly atMs: number;
  readonly groups: readonly Group[];
  readonly mappings: readonly Mapping[];
}

/** The file of one server. */
export class DiscoveryCache {
  private readonly files: FileSystem;
  private readonly path: string;

  /** @param options.folder the value of --cache-dir */
  constructor(options: { readonly files: FileSystem; readonly folder: string; readonly server: string }) {
    this.files = options.files;
    this.path = joinPath(options.folder, `discovery/${options.server.replace(/^https?:\/\//, '').replace(/[^\w/.]/g, '_')}/servergroups.json`);
  }

  /** What was served when it was last asked, if that is not too long ago. */
  read(wallMs: number): Discovery | undefined {
    const kept = this.#parsed();
    if (!kept || kept.atMs > wallMs || wallMs - kept.atMs >= believedMs) return undefined;
    return new Discovery(kept.groups, kept.mappings);
  }

  /** Keeps what is served; where that cannot be written, it is asked for each time. */
  write({ groups, mappings }: Discovery, wallMs: number): void {
    const kept: Kept = { atMs: wallMs, groups, mappings };
    try {
      this.files.makeDirectory(parentOf(this.path), { parents: true });
      this.files.write(this.path, JSON.stringify(kept), 0o660);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
    }
  }

  #parsed(): Kept | undefined {
    try {
      const value: unknown = this.files.exists(this.path) ? JSON.parse(this.files.read(this.path)) : undefined;
      return isKept(value) ? value : undefined;
    } catch (error) {
      if (!(error instanceof SyntaxError) && !(error instanceof FileError)) throw error;
      return undefined;
    }
  }
}

function isKept(value: unknown): value is Kept {
  return isObject(value) && typeof value['atMs'] === 'number' && Array.isArray(value['groups']) && Array.isArray(value['mappings']);
}
