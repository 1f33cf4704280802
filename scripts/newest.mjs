// When something below a folder last changed.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The newest modification time below the paths, in milliseconds. */
export function newestChange(...paths) {
  let newest = 0;
  for (const path of paths) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) continue;
    newest = Math.max(newest, stat.mtimeMs);
    if (!stat.isDirectory()) continue;
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const inner = join(path, entry.name);
      newest = Math.max(newest, entry.isDirectory() ? newestChange(inner) : statSync(inner).mtimeMs);
    }
  }
  return newest;
}
