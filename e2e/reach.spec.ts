import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { open, ready } from './page.ts';

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
