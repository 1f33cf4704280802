import { expect, test } from '@playwright/test';
import { example, open, prompted, ready } from './page.ts';

test('kubectl edit opens vi; what is written there is saved', async ({ page }) => {
  await open(page);
  await ready(page);
  const screen = await prompted(page);
  await screen.click();
  await page.keyboard.type('kubectl create deployment shop --image=nginx\r');
  await expect(screen).toContainText('deployment.apps/shop created', { timeout: 30_000 });
  await page.keyboard.type('kubectl edit deployment shop\r');
  await expect(screen).toContainText('# Please edit the object below.', { timeout: 30_000 });
  await expect(screen).not.toContainText('deployment.apps/shop created');
  await page.keyboard.type('/replicas: 1\r');
  await page.keyboard.type('$r2');
  await expect(screen).toContainText('replicas: 2');
  await page.keyboard.type(':wq\r');
  await expect(screen).toContainText('deployment.apps/shop edited', { timeout: 30_000 });
  await expect(screen).toContainText('deployment.apps/shop created');
});

test('who has chosen an example has its file, and no list of examples any more', async ({ page }) => {
  await open(page, 'seed=7&scene=welcome&lang=en&theme=light');
  await expect(page.getByTestId('editor')).toContainText('kind: Deployment', { timeout: 60_000 });
  await example(page, 'A Pod that no node can take');
  await expect(page.getByTestId('editor').last()).toContainText('kind: Pod');
  await expect(page.getByTestId('gallery')).toHaveCount(0);
});
