import { expect, test } from '@playwright/test';
import { fullSpeed, open, prompted, ready } from './page.ts';

test('the shell of the workstation answers, with history and completion', async ({ page }) => {
  await open(page);
  await ready(page);
  const screen = page.getByTestId('terminal-workstation');
  await screen.click();
  await page.keyboard.type('kubectl get nod\t');
  await expect(screen).toContainText('kubectl get node', { timeout: 30_000 });
  await page.keyboard.press('Enter');
  await expect(screen).toContainText('worker-3', { timeout: 30_000 });
  await expect(screen).toContainText('v1.36');
  await page.keyboard.type('echo one-more | wc -c\r');
  await expect(screen).toContainText('9');
  await page.keyboard.press('ArrowUp');
  await expect(screen).toContainText('echo one-more | wc -c');
});

test('the palette runs a command where one can see it', async ({ page }) => {
  await open(page);
  await ready(page);
  await page.getByTestId('find').click();
  await page.keyboard.type('get namespaces');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('terminal-workstation')).toContainText('kube-system', { timeout: 30_000 });
});

test('a command of the palette is run once', async ({ page }) => {
  await open(page, 'seed=7&scene=empty&lang=en&theme=light');
  const screen = await prompted(page);
  await fullSpeed(page);
  await page.getByTestId('find').click();
  await page.keyboard.type('create namespace once');
  await page.keyboard.press('Enter');
  await expect(screen).toContainText('namespace/once created', { timeout: 60_000 });
  await expect(screen).not.toContainText('already exists');
  await expect(screen.getByText('kubectl create namespace once')).toHaveCount(1);
});
