import { expect, test } from '@playwright/test';
import { clock, fullSpeed, open, prompted } from './page.ts';

test('without a click something is alive within seconds', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('[data-entity^="machine/"], [data-entity^="object/Node"]').first()).toBeVisible({ timeout: 10_000 });
  const before = await clock(page);
  await expect.poll(async () => (await page.getByTestId('clock').textContent()) !== '00:00:00.000', { timeout: 10_000 }).toBe(true);
  expect(await clock(page)).toBeGreaterThanOrEqual(before);
});

test('Space stops the world between two messages, and the arrows step it', async ({ page }) => {
  await open(page);
  await expect(page.getByTestId('play')).toHaveAccessibleName('Pause');
  await page.getByTestId('map').click({ position: { x: 5, y: 5 } });
  await page.keyboard.press('Space');
  await expect(page.getByTestId('play')).toHaveAccessibleName('Play');
  const number = page.getByTestId('event');
  const before = await number.textContent();
  await page.keyboard.press('ArrowRight');
  await expect(number).not.toHaveText(before ?? '');
});

test('each step of the tour points at what it speaks of', async ({ page }) => {
  await open(page, 'seed=7&scene=welcome&lang=en&theme=light');
  await expect(page.locator('[data-entity^="object/Pod/default/web-"]').first()).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('tour');
  await page.keyboard.press('Enter');
  const pointer = page.getByTestId('tour-pointer');
  for (const step of [1, 2, 3, 4, 5]) {
    await expect(page.getByTestId('tour')).toContainText(`Step ${step} of 5`);
    await expect(pointer).toHaveText(String(step));
    await expect(pointer).toBeInViewport();
    if (step < 5) await page.getByRole('button', { name: 'Next' }).click();
  }
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(pointer).toHaveCount(0);
});

test('the page speaks both languages and keeps the API words', async ({ page }) => {
  await open(page, 'seed=7&lang=zh');
  await expect(page.getByRole('button', { name: '集群', exact: true })).toBeVisible();
  await page.getByTestId('language').click();
  await expect(page.getByRole('button', { name: 'Cluster', exact: true })).toBeVisible();
});

test('a wrong address is said, and the page goes on', async ({ page }) => {
  await page.goto('/#seed=notanumber&lang=en&theme=pink&scene=nowhere');
  for (const said of ['seed=notanumber', 'theme=pink', 'there is no scene "nowhere"']) await expect(page.getByText(said)).toBeVisible();
  await expect(page.getByTestId('map')).toBeVisible();
});

test('while nothing is selected the page tells how the cluster is and what has just happened, and leads there', async ({ page }) => {
  await open(page, 'seed=7&scene=welcome&lang=en&theme=light');
  const now = page.getByTestId('now');
  await expect(now).toContainText('4 of 4 nodes are Ready', { timeout: 60_000 });
  await expect(now).toContainText('apply web.yaml');
  await now.getByRole('button', { name: /Successfully assigned default\/web-/ }).first().click();
  await expect(page.getByTestId('inspected')).toContainText('web-');
});

test('the control loop opens with the path of the newest Pod', async ({ page }) => {
  await open(page, 'seed=7&scene=welcome&lang=en&theme=light');
  await expect(page.locator('[data-entity^="object/Pod/default/web-"]').first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Control loop', exact: true }).click();
  await expect(page.getByTestId('headline')).toContainText('came to be');
});

test('who does not know what to do is told what to try: the terminal runs it, and the next suggestion mends it', async ({ page }) => {
  await open(page, 'seed=7&scene=welcome&lang=en&theme=light');
  const screen = await prompted(page);
  await fullSpeed(page);
  await expect(screen).toContainText(/service\/web created.*root@workstation/s, { timeout: 60_000 });
  const suggestions = page.getByTestId('try');
  await expect(suggestions.getByRole('button', { name: 'Scale web to 6' })).toBeVisible({ timeout: 60_000 });
  await suggestions.getByRole('button', { name: 'Power off worker-2' }).click();
  await expect(screen).toContainText('orrery power off worker-2');
  await expect(suggestions.getByRole('button', { name: 'Power on worker-2' })).toBeVisible({ timeout: 30_000 });
});
