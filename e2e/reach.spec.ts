import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { open, ready, settled } from './page.ts';

for (const theme of ['light', 'dark'] as const) {
  test(`nothing stands in the way of a screen reader, ${theme}`, async ({ page }) => {
    await open(page, `seed=7&lang=en&theme=${theme}`);
    await ready(page);
    await page.keyboard.press('Escape');
    const found = await new AxeBuilder({ page }).exclude('.monaco-editor').exclude('.xterm').analyze();
    expect(found.violations.filter((violation) => violation.impact === 'critical' || violation.impact === 'serious').map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([]);
  });
}

for (const [width, height] of [[390, 844], [1024, 768], [1440, 900], [1920, 1080], [2560, 1440]] as const) {
  test(`the page fits ${width} × ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page);
    const overflow = await page.evaluate(() => [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]);
    expect(overflow).toEqual([0, 0]);
    await expect(page.getByTestId('play')).toBeInViewport();
    await expect(page.getByTestId('clock')).toBeInViewport();
  });
}

test('everything on the map is in a text list too, and arrows walk the map', async ({ page }) => {
  await open(page);
  await ready(page);
  await page.keyboard.press('Escape');
  await page.locator('[data-entity$="/kube-apiserver"]').first().focus();
  await page.keyboard.press('ArrowRight');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-entity') ?? '')).not.toContain('kube-apiserver');
  await page.keyboard.press('l');
  await expect(page.getByTestId('map-list')).toContainText('worker-3');
  await page.getByTestId('map-list').getByRole('treeitem', { name: 'worker-3' }).first().click();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('inspected')).toContainText('worker-3');
});

test('reduced motion keeps everything and moves nothing by itself', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  await expect(page.getByTestId('clock')).not.toHaveText('00:00:00.000');
});

test('keys alone lead through the whole page, and out of editor and terminal', async ({ page }) => {
  await open(page, 'seed=7&scene=welcome&lang=en&theme=light');
  await expect(page.locator('.monaco-editor:visible')).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('[data-testid^="terminal-"] textarea')).toBeAttached({ timeout: 60_000 });
  // A part without anything to press is passed by.
  await expect(page.locator('aside button').first()).toBeVisible({ timeout: 60_000 });
  const place = () => page.evaluate(() => ['header', 'aside', '[data-testid="map"]', '.monaco-editor', '.xterm', 'section'].find((part) => document.activeElement?.closest(part)));
  const visited: (string | undefined)[] = [];
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('F6');
    visited.push(await place());
  }
  expect(visited).toEqual(['header', 'section', '[data-testid="map"]', 'aside', '.monaco-editor', '.xterm']);
  await page.keyboard.press('Shift+F6');
  expect(await place()).toBe('.monaco-editor');
});

test('Space presses what keys have come to, and pauses for who has clicked', async ({ page }) => {
  await open(page, 'seed=7&scene=empty&lang=en&theme=light');
  const theme = () => page.evaluate(() => document.documentElement.dataset['theme']);
  const playing = () => page.getByTestId('play').getAttribute('aria-label');
  await page.getByRole('button', { name: 'Light or dark' }).click();
  expect(await theme()).toBe('dark');
  const before = await playing();
  await page.keyboard.press('Space');
  await expect.poll(playing).not.toBe(before);
  expect(await theme()).toBe('dark');
  const ring = () => page.evaluate(() => (document.activeElement ? getComputedStyle(document.activeElement).outlineStyle : ''));
  expect(await ring(), 'the key was not the button’s').toBe('none');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  expect(await ring(), 'keys have come to it').toBe('solid');
  const paused = await playing();
  await page.keyboard.press('Space');
  await expect.poll(theme).toBe('light');
  expect(await playing()).toBe(paused);
});

test('rows of the tables are walked by arrows and picked by Enter, and time does not step', async ({ page }) => {
  await open(page, 'seed=7&scene=welcome&lang=en&theme=light&paused');
  await expect(page.getByTestId('play')).toHaveAccessibleName('Play', { timeout: 60_000 });
  await page.getByRole('button', { name: 'API requests', exact: true }).click();
  const rows = page.getByRole('region', { name: 'API requests' }).getByRole('row');
  await expect(rows.nth(3)).toBeVisible();
  const before = await settled(page);
  await page.getByRole('textbox', { name: 'Filter' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(rows.nth(2)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rows.nth(2)).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByTestId('inspected')).toContainText('/api');
  expect(await settled(page)).toBe(before);
});

test('a table that does not draw all of its rows says so, and a filter finds the others', async ({ page }) => {
  await open(page, 'seed=7&scene=welcome&lang=en&theme=light&paused');
  await expect(page.getByTestId('play')).toHaveAccessibleName('Play', { timeout: 60_000 });
  await page.getByRole('button', { name: 'API requests', exact: true }).click();
  const table = page.getByRole('region', { name: 'API requests' });
  await table.getByRole('checkbox', { name: 'Leases and watches too' }).check();
  await expect(table).toContainText(/These are the newest 300 of \d+\. A filter finds the older ones\./);
  await table.getByRole('textbox', { name: 'Filter' }).fill('clusterroles');
  await expect(table).not.toContainText('These are the newest');
  await expect(table.getByRole('row', { name: /clusterroles/ }).first()).toBeVisible();
});
