// `node bench/chromium.mjs`: the same figures as in Node, measured in a worker of Chromium; one JSON line each.
import { chromium } from 'playwright-core';
import { rolldown } from 'rolldown';
import { findChromium } from '../scripts/find-chromium.mjs';

const build = await rolldown({ input: 'bench/in-worker.ts', platform: 'browser', logLevel: 'silent' });
const { output } = await build.generate({ format: 'iife', codeSplitting: false });
const executablePath = await findChromium();
const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage();
await page.exposeFunction('tell', (figure) => {
  process.stdout.write(`${JSON.stringify({ ...figure, name: `${figure.name}, in Chromium's worker` })}\n`);
});
await page.evaluate(async (source) => {
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  await new Promise((resolve, reject) => {
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
    worker.addEventListener('message', ({ data }) => (data === 'done' ? resolve(undefined) : window.tell(data)));
  });
}, output[0].code);
await browser.close();
