// `node bench/frames.mjs`: how many pictures a second the map shows while messages fly, and what one costs the page's own
// thread; one JSON line each. `ORRERY_PAGE` is a page that is served already; else it is built and served here.
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';
import { findChromium } from '../scripts/find-chromium.mjs';

/** How long pictures are counted, in wall seconds. */
const countedSeconds = 8;
/** What is measured: Pods, on so many workers, and the pictures a second that are asked for. */
const sizes = [{ pods: 100, workers: 3, asked: 60 }, { pods: 3_000, workers: 30, asked: 50 }];

async function servedHere() {
  const outDir = 'node_modules/.cache/bench-page';
  await build({ logLevel: 'silent', build: { outDir, emptyOutDir: true } });
  const server = await preview({ logLevel: 'silent', build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
  return { url: server.resolvedUrls.local[0], end: () => server.close() };
}

/** The terminal takes a line as a person types it. */
async function type(page, line) {
  await page.getByTestId('terminal-workstation').click();
  await page.keyboard.insertText(line);
  await page.keyboard.press('Enter');
}

/** Takes the pace to the end of one of its scales, and so many graduations back. */
async function pace(page, mode, back = 0) {
  await page.getByRole('radio', { name: mode }).click();
  const slider = page.getByRole('slider', { name: 'Pace' });
  await slider.focus();
  await slider.press('End');
  for (let i = 0; i < back; i++) await slider.press('ArrowLeft');
}

/** Opens a world in which all the Pods are Ready, and lets them be replaced at a pace at which messages can be followed. */
async function openWith(browser, url, { pods, workers }) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(() => localStorage.setItem('orrery.tour', 'seen'));
  const topology = { workers: Array.from({ length: workers }, (_, i) => ({ name: `worker-${i + 1}`, cpu: pods, memory: '512Gi', pods: 300 })) };
  await page.goto(`${url}#seed=7&scene=empty&lang=en&theme=light&topology=${encodeURIComponent(JSON.stringify(topology))}`);
  await page.getByTestId('terminal-workstation').getByText('root@workstation').waitFor({ timeout: 120_000 });
  await pace(page, 'By clock');
  await type(page, `kubectl create deployment web --image=nginx --replicas=${pods} && kubectl rollout status deployment web && echo all of them`);
  await page.getByTestId('terminal-workstation').getByText('successfully rolled out').waitFor({ timeout: 600_000 });
  await pace(page, 'By event', 8);
  await type(page, 'while true; do kubectl rollout restart deployment web; kubectl rollout status deployment web; done');
  await page.waitForTimeout(2_000);
  return page;
}

/** Pictures a second, and what each costs: milliseconds of processor, not of the clock, on the page's thread and on the worker's. */
async function count(browser, page) {
  await browser.startTracing(page, { categories: ['toplevel'] });
  const { frames, seconds } = await page.evaluate((wanted) => new Promise((resolve) => {
    let shown = 0;
    const began = performance.now();
    const tick = () => {
      shown++;
      const passed = (performance.now() - began) / 1_000;
      if (passed < wanted) requestAnimationFrame(tick);
      else resolve({ frames: shown, seconds: passed });
    };
    requestAnimationFrame(tick);
  }), countedSeconds);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  return { perSecond: frames / seconds, page: busyMs(traceEvents, 'CrRendererMain') / frames, worker: busyMs(traceEvents, 'DedicatedWorker thread') / frames };
}

/** The processor's time of the busiest thread of that name, in milliseconds: its tasks, not those that run within them. */
function busyMs(events, name) {
  const sums = events.filter((event) => event.name === 'thread_name' && event.args.name === name).map(({ pid, tid }) => {
    let [sum, end] = [0, 0];
    for (const { ts, dur, tdur = 0 } of events.filter((event) => event.ph === 'X' && event.pid === pid && event.tid === tid).sort((x, y) => x.ts - y.ts || y.dur - x.dur)) {
      if (ts < end) continue;
      sum += tdur / 1_000;
      end = ts + dur;
    }
    return sum;
  });
  return Math.max(0, ...sums);
}

const tell = (name, value, unit, against) => {
  const rounded = Number(value.toPrecision(4));
  process.stdout.write(`${JSON.stringify(against === undefined ? { name, value: rounded, unit } : { name, value: rounded, unit, against, ratio: Number((rounded / against).toPrecision(4)) })}\n`);
};

const served = process.env.ORRERY_PAGE === undefined ? await servedHere() : { url: process.env.ORRERY_PAGE, end: () => undefined };
const executablePath = await findChromium();
const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox', '--disable-gpu'] });
for (const size of sizes) {
  const page = await openWith(browser, served.url, size);
  const { perSecond, page: own, worker } = await count(browser, page);
  tell(`frames a second with ${size.pods} Pods while messages fly`, perSecond, '1/s', size.asked);
  tell(`of a frame with ${size.pods} Pods, the page's thread`, own, 'ms of processor', 1_000 / size.asked);
  tell(`of a frame with ${size.pods} Pods, the worker`, worker, 'ms of processor');
  if (process.env.ORRERY_SHOTS !== undefined) await page.screenshot({ path: `${process.env.ORRERY_SHOTS}/frames-${size.pods}.png` });
  await page.close();
}
await browser.close();
await served.end();
