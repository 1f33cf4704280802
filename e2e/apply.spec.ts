import { expect, test } from '@playwright/test';
import { example, open, ready } from './page.ts';

test('a manifest goes from the editor to Ready Pods, and the chain leads back to it', async ({ page }) => {
  await open(page);
  await ready(page);
  await example(page, 'Three nginx Pods behind a Service');
  await page.locator('[data-testid="apply"]:visible').click();
  const pods = page.locator('[data-entity^="object/Pod/default/web-"][aria-label$="Running"]');
  await expect(pods).toHaveCount(3, { timeout: 60_000 });
  await expect(page.locator('[data-entity="object/Service/default/web"]').first()).toHaveAttribute('aria-label', 'Service web, 3/3', { timeout: 60_000 });
  await pods.first().click();
  await expect(page.getByTestId('inspected')).toContainText('web-');
  await expect(page.getByTestId('why')).toContainText('You');
  await expect(page.getByTestId('why')).toContainText('replicaset-controller');
});

test('the server’s words stand on the line they are about, and the fix is a button', async ({ page }) => {
  await open(page);
  await ready(page);
  await example(page, 'M06 A Pod with named ports');
  await expect(page.locator('.monaco-editor:visible').first()).toBeVisible({ timeout: 30_000 });
  await page.locator('[data-testid="apply"]:visible').click();
  const words = page.locator('.orrery-zone');
  await expect(words).toContainText('unknown field "spec.nodeSelceter"', { timeout: 30_000 });
  await expect(words).toContainText('Did you mean nodeSelector?');
  await words.locator('button').first().click();
  await expect(page.locator('.monaco-editor:visible .view-lines').first()).toContainText('nodeSelector');
});

test('tabs are named where they are, and two spaces are offered for each', async ({ page }) => {
  await open(page);
  await ready(page);
  await example(page, 'M05 A Service with two ports');
  await expect(page.locator('.monaco-editor:visible').first()).toBeVisible({ timeout: 30_000 });
  await page.locator('[data-testid="apply"]:visible').click();
  await expect(page.locator('.orrery-zone')).toContainText('found a tab character that violates indentation', { timeout: 30_000 });
  await page.locator('.orrery-zone button').first().click();
  await page.locator('[data-testid="apply"]:visible').click();
  await expect(page.locator('[data-entity="object/Service/default/myservice"]').first()).toBeVisible({ timeout: 30_000 });
});
