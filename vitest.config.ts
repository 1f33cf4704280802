import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { ensureGenerated } from './scripts/ensure-generated.mjs';

ensureGenerated();

export default defineConfig({
  test: { include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts'], testTimeout: 120_000, maxWorkers: availableParallelism() },
});
