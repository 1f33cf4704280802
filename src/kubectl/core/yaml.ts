// YAML as kubectl reads and writes it.

import { readYaml, writeYaml } from '../../base/index.ts';

export { YamlError } from '../../base/index.ts';

/** The value of one YAML (or JSON) document; throws YamlError. */
export function parseYaml(text: string): unknown {
  return readYaml(text);
}

/** An object as YAML with sorted keys. */
export function formatYaml(value: unknown): string {
  return writeYaml(value);
}
