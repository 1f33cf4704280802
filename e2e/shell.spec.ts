import { expect, test } from '@playwright/test';
import { open, prompted, ready } from './page.ts';

test('Ctrl-C ends what runs in the foreground, and the shell goes on', async ({ page }) => {
  await open(page, 'seed=7&scene=empty&lang=en&theme=light');
  await ready(page);
  const screen = await prompted(page);
  await screen.click();
  await page.keyboard.type('kubectl get namespaces -w\r');
  await expect(screen).toContainText('kube-system', { timeout: 60_000 });
  await page.keyboard.press('Control+c');
  await page.keyboard.type('echo status-$?\r');
  await expect(screen).toContainText('status-130', { timeout: 60_000 });
  await page.keyboard.type('while true; do :; done\r');
  await page.keyboard.press('Control+c');
  await page.keyboard.type('echo still-$((40 + 2))\r');
  await expect(screen).toContainText('still-42', { timeout: 60_000 });
});

test('a shell in a container has a terminal of its own: Ctrl-C and Ctrl-D are its', async ({ page }) => {
  await open(page, 'seed=7&scene=empty&lang=en&theme=light');
  await ready(page);
  const screen = await prompted(page);
  await screen.click();
  await page.keyboard.type('kubectl run box --image=busybox --command -- sleep 3600; kubectl wait --for=condition=Ready pod/box; kubectl exec -it box -- sh\r');
  await expect(screen).toContainText('/ #', { timeout: 60_000 });
  await page.keyboard.type('sleep 100000\r');
  await expect(screen).toContainText('/ # sleep 100000');
  await page.keyboard.press('Control+c');
  await expect(screen).toContainText(/sleep 100000[^]*\/ #\s*$/);
  await page.keyboard.type('echo inside-$((40 + 2))\r');
  await expect(screen).toContainText('inside-42', { timeout: 60_000 });
  expect(((await screen.textContent()) ?? '').split('echo inside-').length - 1, 'what is typed stands there once').toBe(1);
  await page.keyboard.press('Control+d');
  await expect(screen).toContainText(/inside-42.*root@workstation:~#\s*$/s, { timeout: 60_000 });
  await page.keyboard.type('hostname\r');
  await expect(screen).toContainText(/# hostname\s*workstation/, { timeout: 60_000 });
});
