import { expect, test } from '@playwright/test';
import { clock, open } from './page.ts';

test('without a click something is alive within seconds', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('[data-entity^="machine/"], [data-entity^="object/Node"]').first()).toBeVisible({ timeout: 10_000 });
  const before = await clock(page);
  await expect.poll(async () => (await page.getByTestId('clock').textContent()) !== '00:00:00.000', { timeout: 10_000 }).toBe(true);
  expect(await clock(page)).toBeGreaterThanOrEqual(before);
});

test('Space stops the world between two messages, and the arrows step it', async ({ page }) => {
  await open(page);
  await page.getByTestId('map').click({ position: { x: 5, y: 5 } });
  await page.keyboard.press('Space');
  await expect(page.getByTestId('play')).toHaveAccessibleName('Play');
  const number = page.getByTestId('event');
  const before = await number.textContent();
  await page.keyboard.press('ArrowRight');
  await expect(number).not.toHaveText(before ?? '');
});

test('the page speaks both languages and keeps the API words', async ({ page }) => {
  await open(page, 'seed=7&lang=zh');
  await expect(page.getByRole('button', { name: '集群', exact: true })).toBeVisible();
  await page.getByTestId('language').click();
  await expect(page.getByRole('button', { name: 'Cluster', exact: true })).toBeVisible();
});

test('a wrong address is said, and the page goes on', async ({ page }) => {
  await page.goto('/#seed=notanumber&lang=en');
  await expect(page.getByText('seed=notanumber')).toBeVisible();
  await expect(page.getByTestId('map')).toBeVisible();
});
