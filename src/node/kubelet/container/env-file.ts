// Upstream: pkg/kubelet/util/env ParseEnv, pkg/kubelet/kubelet_pods.go
import { FileError, joinPath } from '../../../machine/index.ts';
import type { FileSystem } from '../../../machine/index.ts';
import type { FileKeySelector } from '../../../kinds/index.ts';
import type { PodWorker } from '../pod-worker.ts';
import { ConfigError } from './config-error.ts';

/** The value of a variable that a file in a volume of the Pod gives; undefined when it is optional and missing. Throws ConfigError. */
export function valueFromFile({ volumes, uid }: Pick<PodWorker, 'uid' | 'volumes'>, { volumeName, path, key, optional }: FileKeySelector): string | undefined {
  const volume = volumes?.get(volumeName);
  if (!volume) throw new ConfigError(`cannot find the volume "${volumeName}" referenced by FileKeyRef`);
  const value = valueIn(textOf(volume.files, joinPath(volume.from, path)), key);
  if (value === '' && !optional) {
    throw new ConfigError(`environment variable key "${key}" not found in file "/var/lib/kubelet/pods/${uid}/volumes/kubernetes.io~empty-dir/${volumeName}/${path}"`);
  }
  return value === '' ? undefined : value;
}

const unreadable = "couldn't parse env file";

function textOf(files: FileSystem, path: string): string {
  try {
    return files.read(path);
  } catch (error) {
    if (error instanceof FileError) throw new ConfigError(unreadable);
    throw error;
  }
}

/** What follows a key: a text in single quotes, over several lines if need be, and a remark; or nothing but blanks. */
const assignment = /^(?<key>[^=]*[^=\s])=(?:'(?<value>[^']*)'[^\S\n]*(?:#[^\n]*)?|[^\S\n][^\n]*)(?:\n|$)/;

/** The value of a key, empty where it is not said. What stands behind the key in the file is not looked at. */
function valueIn(text: string, key: string): string {
  for (let rest = text.trimStart(); rest !== ''; rest = rest.trimStart()) {
    if (rest.startsWith('#')) {
      rest = rest.replace(/^[^\n]*/, '');
      continue;
    }
    const found = assignment.exec(rest);
    if (!found || found.groups?.['key']?.includes('\n')) throw new ConfigError(unreadable);
    if (found.groups?.['key'] === key) return found.groups['value'] ?? '';
    rest = rest.slice(found[0].length);
  }
  return '';
}
