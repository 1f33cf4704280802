import { expect, test } from '@playwright/test';
import { gzipSync } from 'node:zlib';
import { open, prompted } from './page.ts';

/** What the engine's first part may weigh, gzipped: the first picture waits for it. */
const mostBytes = 400_000;
/** The chunk with everything of the engine that comes later. */
const laterChunk = /\/assets\/provide-[^/]*\.js$/;

test('a world is shown while the rest of the engine cannot be loaded; trying again goes on with what was asked for', async ({ page }) => {
  let refused = 0;
  let isRefused = true;
  await page.context().route(laterChunk, (route) => {
    if (!isRefused) return route.continue();
    refused++;
    return route.abort();
  });
  await open(page, 'seed=7&scene=empty&lang=en&theme=light');
  const bar = page.getByTestId('parts-missing');
  await expect(bar).toContainText('A part of the engine could not be loaded.');
  await expect(page.locator('[data-entity="object/Node//worker-1"]').first()).toBeVisible();

  // What a person does is not told of again, and asks for nothing by itself.
  await page.getByTestId('map').click({ position: { x: 5, y: 5 } });
  await page.keyboard.press('Space');
  await page.keyboard.press('Space');
  await expect(bar).toHaveCount(1);
  expect(refused).toBe(1);

  await bar.getByRole('button', { name: 'Try again' }).click();
  await expect(bar).toBeVisible();
  await expect.poll(() => refused).toBe(2);

  isRefused = false;
  await bar.getByRole('button', { name: 'Try again' }).click();
  await expect(bar).toBeHidden();
  const screen = await prompted(page);
  await screen.click();
  await page.keyboard.type('kubectl get nodes\r');
  await expect(screen).toContainText('control-plane-1', { timeout: 60_000 });
});

test('a world that has booted tells that it waits for the rest of the engine', async ({ page }) => {
  await page.context().route(laterChunk, () => new Promise(() => undefined));
  await open(page, 'seed=7&scene=empty&lang=en&theme=light');
  await expect(page.getByText('The rest of the engine is being loaded')).toBeVisible({ timeout: 60_000 });
});

test('the first part of the engine is small', async ({ page, request }) => {
  const chunk = page.waitForResponse(/\/assets\/main-[^/]*\.js$/);
  await page.goto('/');
  const text = await (await request.get((await chunk).url())).text();
  expect(gzipSync(text).length).toBeLessThanOrEqual(mostBytes);
});
