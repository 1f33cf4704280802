import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/find-chromium.mjs';

const executablePath = await findChromium();
/** A page that is served already, to be tested as it is. */
const served = process.env['ORRERY_PAGE'];

export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] === undefined ? [['list']] : [['list'], ['json']],
  use: {
    baseURL: served ?? 'http://127.0.0.1:4174',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
  ...(served === undefined
    ? { webServer: { command: 'npx vite build --logLevel warn && npx vite preview --port 4174 --strictPort --host 127.0.0.1', url: 'http://127.0.0.1:4174', timeout: 240_000, reuseExistingServer: false } }
    : {}),
});
