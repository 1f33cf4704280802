import { readFileSync } from 'node:fs';
import { YamlError, readYaml } from '../base/index.ts';
import { TopologyError, defaultTopology, readTopology } from '../cluster/index.ts';
import type { Topology } from '../cluster/index.ts';

/** Ends a door with the words that say why. */
export function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

/** Whether an error is the file system's. */
export function isFileError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error;
}

/** The topology in a file, the default one without; ends the door when it cannot be read. */
export function loadTopology(path: string | undefined): Topology {
  if (path === undefined) return defaultTopology;
  try {
    return readTopology(readYaml(readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof TopologyError || error instanceof YamlError || isFileError(error)) fail(`${path}: ${error.message}`);
    throw error;
  }
}
