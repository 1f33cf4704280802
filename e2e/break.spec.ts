import { expect, test } from '@playwright/test';
import { open, ready } from './page.ts';

test('when the etcd leader stops another one rises, and every promise holds', async ({ page }) => {
  await open(page);
  await ready(page);
  await page.getByRole('button', { name: 'Raft', exact: true }).click();
  await expect(page.getByTestId('headline')).toContainText('leads in term');
  const before = (await page.getByTestId('headline').textContent()) ?? '';
  const leader = before.split(' ')[0] ?? '';
  await page.getByTestId('raft-ring').locator(`[aria-label^="${leader}, Leader"]`).click();
  await page.getByRole('button', { name: /^Stop/ }).click();
  await expect(page.getByTestId('headline')).not.toContainText(leader, { timeout: 60_000 });
  await expect(page.getByTestId('headline')).toContainText('leads in term', { timeout: 60_000 });
  await expect(page.getByText('Election safety')).toBeVisible();
});

test('right click offers verbs, each with the command that does the same', async ({ page }) => {
  await open(page);
  await ready(page);
  await page.locator('[data-entity="object/Node//worker-2"]').first().click({ button: 'right', position: { x: 40, y: 12 } });
  await expect(page.getByTestId('verbs')).toContainText('kubectl cordon worker-2');
  await expect(page.getByTestId('verbs')).toContainText('orrery power off worker-2');
  await page.getByRole('menuitem', { name: /Power off/ }).click();
  await expect(page.locator('[data-entity="object/Node//worker-2"]').first()).toHaveAttribute('aria-label', 'worker-2, NotReady', { timeout: 60_000 });
});

test('what is offered to be tried does what it says: the leader stops, another rises, and the first comes back', async ({ page }) => {
  await open(page);
  await ready(page);
  const stop = page.getByRole('button', { name: /^Stop etcd-\d, the leader$/ });
  const leader = ((await stop.textContent()) ?? '').split(/[ ,]/)[1] ?? '';
  await stop.click();
  await expect(page.getByTestId('terminal-workstation')).toContainText(`etcd on ${leader} is stopped`, { timeout: 60_000 });
  const start = page.getByRole('button', { name: `Start ${leader} again` });
  await expect(page.getByTestId('now').getByText(/etcd-\d leads etcd/)).not.toContainText(`${leader} leads`, { timeout: 60_000 });
  await start.click();
  await expect(page.getByTestId('terminal-workstation')).toContainText(`etcd on ${leader} is started`, { timeout: 60_000 });
});
