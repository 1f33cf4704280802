// Makes what is generated from packages when it is missing or older than what it is made of. It is not kept in the
// repository: the words in it are those of the packages.
import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const facts = ['src/kinds/facts/schemas.json', 'src/kinds/kinds.ts', 'package-lock.json', 'scripts/model-comments.mjs'];
const outputs = {
  'src/kinds/generated/descriptions.ts': 'scripts/generate-descriptions.mjs',
  'public/k8s-schema.json': 'scripts/generate-schema.mjs',
};

/** Generates what is not up to date; at once when all is. */
export function ensureGenerated() {
  for (const [output, script] of Object.entries(outputs)) {
    const path = join(root, output);
    const changed = Math.max(...[...facts, script].map((file) => statSync(join(root, file)).mtimeMs));
    if (!existsSync(path) || statSync(path).mtimeMs < changed) execFileSync(process.execPath, [join(root, script)], { cwd: root, stdio: ['ignore', 'ignore', 2] });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureGenerated();
