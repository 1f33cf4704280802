import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { ensureGenerated } from './scripts/ensure-generated.mjs';

ensureGenerated();

export default defineConfig({
  base: './',
  plugins: [react()],
  // monaco-worker-manager still imports paths that monaco-editor's export map closed.
  resolve: { alias: [{ find: /^monaco-editor\/esm\/vs\/(.*)$/, replacement: 'monaco-editor/$1' }] },
  worker: { format: 'es' },
  // What is reached only through import() or a worker must be named, or the first visit in development reloads halfway.
  optimizeDeps: {
    include: [
      'monaco-editor/editor', 'monaco-editor/features/register.all', 'monaco-editor/editor/editor.worker',
      'monaco-editor/languages/definitions/yaml/register', 'monaco-yaml', 'monaco-yaml/yaml.worker.js',
    ],
  },
  build: { target: 'es2023', chunkSizeWarningLimit: 4000 },
});
