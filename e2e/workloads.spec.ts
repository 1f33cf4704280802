import { expect, test } from '@playwright/test';
import { open, ready } from './page.ts';

const manifest = `apiVersion: v1
kind: PersistentVolume
metadata: {name: disk}
spec: {capacity: {storage: 2Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /data}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  replicas: 2
  selector: {matchLabels: {app: db}}
  template: {metadata: {labels: {app: db}}, spec: {containers: [{name: main, image: busybox, command: [sleep, "100000"]}]}}
  volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]
`;

test('a StatefulSet tells how far it is, and leads to its claims and their volume', async ({ page }) => {
  await open(page, 'seed=7&scene=empty&lang=en&theme=light');
  await ready(page);
  await page.getByRole('button', { name: 'New file' }).click();
  const editor = page.locator('.monaco-editor:visible').first();
  await expect(editor).toBeVisible({ timeout: 30_000 });
  await editor.click();
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, manifest);
  await page.locator('[data-testid="apply"]:visible').click();
  await page.getByRole('navigation', { name: 'Perspective' }).getByRole('button', { name: 'Ownership', exact: true }).click();
  const set = page.locator('[data-entity="object/StatefulSet/default/db"]').first();
  await expect(set).toHaveAttribute('aria-label', 'StatefulSet db, 1/2', { timeout: 60_000 });
  await set.click();
  const inspected = page.locator('aside').first();
  await expect(inspected).toContainText('1 of 2 Pods are ready');
  await inspected.getByRole('tab', { name: 'State' }).click();
  await expect(inspected).toContainText('readyReplicas');
  await inspected.getByRole('tab', { name: 'Related' }).click();
  await inspected.getByRole('button', { name: /data-db-0/ }).click();
  await inspected.getByRole('tab', { name: /Why/ }).click();
  await expect(inspected).toContainText('It has the volume disk');
});
