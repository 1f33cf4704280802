import { expect, test } from '@playwright/test';
import { open, prompted } from './page.ts';

test('the theme is switched, and kept', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page, 'seed=7&lang=en');
  const theme = () => page.evaluate(() => document.documentElement.dataset['theme']);
  const before = await theme();
  await page.getByRole('button', { name: 'Light or dark' }).click();
  await expect.poll(theme).not.toBe(before);
  const after = await theme();
  await page.reload();
  await expect(page.locator('[data-entity$="/kube-apiserver"]').first()).toBeVisible();
  expect(await theme()).toBe(after);
});

test('no view writes an error to the console', async ({ page }) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
  await open(page, 'seed=7&lang=en&theme=light');
  const views = page.getByRole('navigation', { name: 'Perspective' });
  for (const name of ['Traffic', 'Ownership', 'Raft', 'Scheduling', 'Control loop', 'Cluster']) {
    await views.getByRole('button', { name, exact: true }).click();
    await expect(views.getByRole('button', { name, exact: true })).toHaveAttribute('aria-current', 'page');
  }
  await page.getByRole('button', { name: 'Events', exact: true }).click();
  await page.getByRole('button', { name: 'API requests', exact: true }).click();
  await expect(page.getByRole('region', { name: 'API requests' }).or(page.locator('section[aria-label="API requests"]')).first()).toBeVisible();
  await page.getByRole('button', { name: 'Find or run' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Share' }).click();
  await page.keyboard.press('Escape');
  expect(errors).toEqual([]);
});

test('a tooltip comes to who rests, and goes with a press', async ({ page }) => {
  await open(page);
  const step = page.getByTestId('step');
  await step.hover();
  const tip = page.getByRole('tooltip').filter({ hasText: 'orrery step' });
  await expect(tip).toBeVisible();
  await step.click();
  await expect(tip).toBeHidden();
});

test('presenter mode draws the map and its words larger', async ({ page }) => {
  await open(page);
  const name = page.locator('[data-entity="object/Node//worker-1"] text').first();
  await expect(name).toBeVisible({ timeout: 60_000 });
  const height = async (): Promise<number> => (await name.boundingBox())?.height ?? 0;
  const before = await height();
  await page.keyboard.press('Shift+P');
  await expect.poll(height, { timeout: 10_000 }).toBeGreaterThan(before * 1.4);
});

for (const { name, size, presents } of [{ name: 'for a room', size: { width: 1920, height: 1080 }, presents: true }, { name: 'on a tablet', size: { width: 1024, height: 768 }, presents: false }]) {
  test(`the laboratory is seen whole ${name}: every tab, and who was what in the last seconds`, async ({ page }) => {
    await page.setViewportSize(size);
    await page.goto('/#seed=7&scene=raft&lang=en&theme=light');
    const lanes = page.locator('svg', { hasText: 'etcd-5' }).last();
    await expect(lanes).toBeVisible({ timeout: 60_000 });
    if (presents) await page.keyboard.press('Shift+P');
    await expect(lanes.locator('text').filter({ hasText: 'etcd-5' })).toBeInViewport({ ratio: 1 });
    for (const tab of ['What is next', 'Situations', 'In words']) await expect(page.getByRole('tab', { name: tab })).toBeInViewport({ ratio: 1 });
  });
}

test('who votes is changed without scrolling on a laptop', async ({ page }) => {
  await page.goto('/#seed=7&scene=raft&lang=en&theme=light');
  await page.getByRole('tab', { name: 'Membership' }).click({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: 'Change the voters' })).toBeInViewport({ ratio: 1 });
});

test('what is inspected says its state beside its name, and words agree with the machine', async ({ page }) => {
  await open(page, 'seed=7&scene=node-loss&lang=en&theme=light');
  const chip = page.getByTestId('state-chip');
  await expect(chip).toHaveText('Ready', { timeout: 60_000 });
  await expect(page.getByTestId('sentence')).toContainText('The machine is off');
  await page.locator('[data-role="leader"]').first().click();
  await expect(chip).toHaveText(/Leader, T\d+/);
  await page.locator('[data-entity$="/kube-apiserver"]').first().click();
  await expect(chip).toHaveText('running');
});

test('what every mark means is told from the legend and by a key, and closed again', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'What the marks mean' }).click();
  const signs = page.getByTestId('signs');
  await expect(signs.getByRole('term')).toHaveCount(24);
  await expect(signs).toContainText('Last crescent');
  for (const text of ['Pods follow the moon', 'Members of etcd follow the sun', 'Brass is your hand']) await expect(signs.getByRole('heading', { name: text })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(signs).toHaveCount(0);
  await page.keyboard.press('m');
  await expect(signs).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('one thing is shown at a time, and everything can be reached', async ({ page }) => {
    await open(page, 'seed=7&scene=welcome&lang=en&theme=light');
    await expect(page.locator('[data-entity="object/Node//worker-3"]').first()).toBeVisible({ timeout: 60_000 });
    await page.getByRole('button', { name: 'YAML', exact: true }).tap();
    await expect(page.getByTestId('editor')).toContainText('kind: Deployment');
    await page.getByRole('button', { name: 'Examples' }).tap();
    await expect(page.getByTestId('gallery')).toContainText('Three nginx Pods behind a Service');
    await page.getByRole('button', { name: 'Terminal', exact: true }).tap();
    await prompted(page);
    await page.getByRole('button', { name: 'Why', exact: true }).tap();
    await expect(page.getByTestId('now')).toBeVisible();
    await page.getByTestId('play').tap();
    await expect(page.getByTestId('play')).toHaveAccessibleName('Play');
    await page.getByRole('button', { name: 'Run until' }).tap();
    const item = page.getByRole('menuitem', { name: 'The next API request' });
    await expect.poll(async () => (await item.boundingBox())?.height, 'a thumb finds it').toBeGreaterThanOrEqual(44);
    await item.tap();
    await expect(page.getByTestId('play')).toHaveAccessibleName('Play', { timeout: 60_000 });
  });

  test('requests stand beside the terminal, and a view that is chosen is not covered by what was picked before', async ({ page }) => {
    await open(page, 'seed=7&scene=welcome&lang=en&theme=light');
    await page.getByRole('button', { name: 'Terminal', exact: true }).tap();
    await prompted(page);
    await page.getByRole('button', { name: 'API requests' }).tap();
    await page.getByRole('row').filter({ hasText: 'create' }).first().tap();
    const sheet = page.getByRole('region', { name: 'Inspector' }).first();
    await expect(sheet).toContainText('POST');
    const half = (await sheet.boundingBox())?.height ?? 0;
    await page.getByRole('button', { name: 'More', exact: true }).tap();
    await page.getByRole('menuitem', { name: 'Scheduling' }).tap();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect.poll(async () => (await sheet.boundingBox())?.height ?? 0).toBeLessThan(half / 2);
    const names = page.getByRole('list', { name: 'Nodes left after each filter' }).locator('li > span:first-child');
    const boxes = await names.evaluateAll((all) => all.map((name) => { const range = document.createRange(); range.selectNodeContents(name); const { left, right } = range.getBoundingClientRect(); return { left, right }; }));
    expect(boxes.slice(1).filter(({ left }, i) => left < (boxes[i]?.right ?? 0)), 'no name lies on the next').toEqual([]);
  });
});

test('the map fits again when the room changes, also after something on it was clicked', async ({ page }) => {
  await open(page);
  const worker = page.locator('[data-entity="object/Node//worker-3"]').first();
  await expect(worker).toBeVisible({ timeout: 60_000 });
  await page.locator('[data-entity$="/kube-apiserver"]').first().click();
  await page.setViewportSize({ width: 1280, height: 640 });
  await expect(worker).toBeInViewport({ ratio: 1 });
  await page.setViewportSize({ width: 2560, height: 1440 });
  await expect.poll(async () => (await worker.boundingBox())?.height ?? 0).toBeGreaterThan(180);
});
