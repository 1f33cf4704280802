import { expect, type Locator, type Page } from '@playwright/test';

/** Opens a world at an address, without the tour, and waits until it is alive. */
export async function open(page: Page, hash = 'seed=7&lang=en&theme=light'): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('orrery.tour', 'seen'));
  await page.goto(`/#${hash}`);
  await expect(page.locator('[data-entity$="/kube-apiserver"]').first()).toBeVisible();
}

/** The clock of the world, in milliseconds. */
export async function clock(page: Page): Promise<number> {
  const text = (await page.getByTestId('clock').textContent()) ?? '';
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000;
}

/** The number of the last event, once it stands still. */
export async function settled(page: Page): Promise<number> {
  let number = -1;
  await expect.poll(async () => {
    const before = number;
    number = await eventNumber(page);
    return number === before;
  }, { intervals: [500], timeout: 60_000 }).toBe(true);
  return number;
}

/** The number of the last event, as the clock shows it. */
export async function eventNumber(page: Page): Promise<number> {
  const text = (await page.locator('text=/^event [0-9,]+$/').first().textContent()) ?? '';
  return Number(text.replace(/\D/g, ''));
}

/** Runs the world as fast as it can. */
export async function fullSpeed(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'By clock' }).click();
  const pace = page.getByRole('slider', { name: 'Pace' });
  await pace.focus();
  await pace.press('End');
}

/** Waits until the cluster's three workers are Ready. */
export async function ready(page: Page): Promise<void> {
  await fullSpeed(page);
  for (const name of ['worker-1', 'worker-2', 'worker-3']) {
    await expect(page.locator(`[data-entity="object/Node//${name}"]`).first()).toHaveAttribute('aria-label', `${name}, Ready`, { timeout: 60_000 });
  }
}

/** The terminal of an opened page, once its shell has given its prompt. */
export async function prompted(page: Page): Promise<Locator> {
  const screen = page.getByTestId('terminal-workstation');
  await expect(screen).toContainText('root@workstation', { timeout: 60_000 });
  return screen;
}

/** Opens an example of the gallery as a file. */
export async function example(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByTestId('gallery').last().getByRole('button', { name: title }).click();
}
