import { expect, test, type Page } from '@playwright/test';
import { readRun } from '../src/worker/saved-run.ts';
import { Driver } from '../src/worker/testing/driver.ts';
import { fullSpeed, open, prompted } from './page.ts';

/** What the page's worker has told last: how far the run is, and the inputs that made it. */
interface Told {
  readonly event: number;
  readonly hash: string | undefined;
  readonly inputs: string;
}

/** Listens to what the worker tells the page. */
async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const told = { event: 0, hash: undefined as string | undefined, inputs: '' };
    Object.assign(window, { told });
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener('message', ({ data }) => {
          if (data?.type === 'frame') Object.assign(told, { event: data.clock.event, hash: data.clock.hash });
          if (data?.type === 'inputs') told.inputs = data.inputs;
        });
      }
    };
  });
}

async function told(page: Page): Promise<Told> {
  return await page.evaluate(() => (window as unknown as { readonly told: Told }).told);
}

/** The number of the event that the inputs lead up to. */
function headOf({ inputs }: Told): number | undefined {
  return readRun(inputs)?.find(({ row }) => row.current)?.head.event;
}

/** Plays inputs in this process up to that event; gives the rolling hash there. */
function hashInNode(inputs: string, event: number): string | undefined {
  const driver = new Driver();
  driver.load({ seed: 7, scene: 'empty', inputs, paused: true });
  driver.until(() => driver.last.clock.event >= event, 50_000);
  return driver.last.clock.hash;
}

test('a run in the browser is, event for event, what Node makes of its seed and inputs', async ({ page }) => {
  await listen(page);
  await open(page, 'seed=7&scene=empty&lang=en&theme=light');
  const screen = await prompted(page);
  await fullSpeed(page);
  await screen.click();
  await page.keyboard.type('kubectl create deployment web --image=nginx:1.27 --replicas=3\r');
  await page.keyboard.type('orrery power off etcd-1; kubectl rollout status deployment/web; orrery power on etcd-1; orrery member add; orrery member remove etcd-1; echo over\r');
  await expect(screen).toContainText('successfully rolled out', { timeout: 60_000 });
  await expect(screen).toContainText('etcd-1 has left', { timeout: 60_000 });
  await page.getByTestId('play').click();
  await expect(page.getByTestId('play')).toHaveAccessibleName('Play');
  await expect.poll(async () => {
    const now = await told(page);
    return now.hash !== undefined && headOf(now) === now.event;
  }, { timeout: 60_000 }).toBe(true);
  const { event, hash, inputs } = await told(page);
  expect(event).toBeGreaterThan(5_000);
  expect([hashInNode(inputs, event), hashInNode(inputs, event)]).toEqual([hash, hash]);
});
