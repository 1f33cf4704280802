import { expect, test } from '@playwright/test';
import { example, open, ready } from './page.ts';

test('a manifest goes from the editor to Ready Pods, and the chain leads back to it', async ({ page }) => {
  await open(page);
  await ready(page);
  await example(page, 'Three nginx Pods behind a Service');
  await page.locator('[data-testid="apply"]:visible').click();
  await expect(page.getByTestId('terminal-workstation')).toContainText('kubectl apply -f', { timeout: 30_000 });
  await expect(page.getByTestId('terminal-workstation')).toContainText('deployment.apps/web created');
  const pods = page.locator('[data-entity^="object/Pod/default/web-"][aria-label$="Running"]');
  await expect(pods).toHaveCount(3, { timeout: 60_000 });
  await expect(page.locator('[data-entity="object/Service/default/web"]').first()).toHaveAttribute('aria-label', 'Service web, 3/3', { timeout: 60_000 });
  await pods.first().click();
  await expect(page.getByTestId('inspected')).toContainText('web-');
  await expect(page.getByTestId('why')).toContainText('You');
  await expect(page.getByTestId('why')).toContainText('replicaset-controller');
  await page.getByRole('navigation', { name: 'Perspective' }).getByRole('button', { name: 'Control loop', exact: true }).click();
  for (const name of ['workstation', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler']) await expect(page.locator('section svg text', { hasText: new RegExp(`^${name}$`) }).first()).toBeInViewport({ ratio: 1 });
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

test('what fits the schema is told apart from what the server has stored, and from what it refused', async ({ page }) => {
  await open(page);
  await ready(page);
  await example(page, 'Three nginx Pods behind a Service');
  const foot = page.locator('section[aria-label^="Editor"]:visible');
  const apply = page.locator('[data-testid="apply"]:visible');
  await expect(foot).toContainText('Fits schema: Deployment web, Service web', { timeout: 30_000 });
  await apply.click();
  await expect(foot).toContainText('Stored: Deployment web, Service web', { timeout: 30_000 });
  await example(page, 'M06 A Pod with named ports');
  await apply.click();
  await expect(foot).toContainText('Refused, line 8', { timeout: 30_000 });
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

test('a text that is far too long is not taken, which is said, and the page goes on', async ({ page }) => {
  await open(page, 'seed=7&scene=empty&lang=en&theme=light');
  await page.getByRole('button', { name: 'New file' }).click();
  const editor = page.locator('.monaco-editor:visible').first();
  await expect(editor).toBeVisible({ timeout: 30_000 });
  await editor.click();
  const paste = (megabytes: number) => page.evaluate((count) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'a: 1\n'.repeat(count * 200_000));
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, megabytes);
  await paste(20);
  await expect(page.getByText('This text has 20 MB.')).toBeVisible();
  await expect(editor).not.toContainText('a: 1');
  await paste(2);
  await expect(page.getByText('This text is 2 MB.')).toBeVisible();
  await expect(editor).toContainText('a: 1');
});
