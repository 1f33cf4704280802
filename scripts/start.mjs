// Installs what is missing, builds the page when it changed, and serves it.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root } from './ensure-installed.mjs';
import { newestChange } from './newest.mjs';

ensureInstalled();
const { build, preview } = await import('vite');
const page = join(root, 'dist', 'index.html');
const changed = newestChange(join(root, 'src'), join(root, 'public'), join(root, 'index.html'), join(root, 'vite.config.ts'));
if (!existsSync(page) || statSync(page).mtimeMs < changed) {
  console.log('Building…');
  await build({ root, logLevel: 'warn' });
}
const port = Number(process.env.PORT ?? 4173);
await preview({ root, preview: { port, strictPort: true, host: 'localhost' }, logLevel: 'warn' });
console.log(`http://localhost:${port}/`);
