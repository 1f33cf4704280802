import { expect, test, type Locator, type Page } from '@playwright/test';
import { eventNumber, example, fullSpeed, open, prompted, settled } from './page.ts';

/** Opens a world that stands still as soon as its cluster is Ready. */
async function openPaused(page: Page, hash = 'seed=7&scene=welcome&lang=en&theme=light&paused'): Promise<void> {
  await open(page, hash);
  await expect(page.getByTestId('play')).toHaveAccessibleName('Play', { timeout: 60_000 });
  await expect(page.locator('[data-entity="object/Node//worker-3"]').first()).toHaveAttribute('aria-label', 'worker-3, Ready', { timeout: 60_000 });
}

/** Makes a namespace in an empty world and stops it; gives its terminal. */
async function namespaceMade(page: Page): Promise<Locator> {
  await open(page, 'seed=7&scene=empty&lang=en&theme=light');
  const screen = await prompted(page);
  await fullSpeed(page);
  await screen.click();
  await page.keyboard.type('kubectl create namespace kept\r');
  await expect(screen).toContainText('namespace/kept created', { timeout: 60_000 });
  await page.getByTestId('play').click();
  return screen;
}

/** What the page has kept of its run for a reload. */
function keptText(page: Page): Promise<string> {
  return page.evaluate(() => sessionStorage.getItem('orrery.inputs') ?? '');
}

/** What was done is kept within a second; the last key of the command was Enter. */
async function expectKept(page: Page): Promise<void> {
  await expect.poll(() => keptText(page), { timeout: 30_000 }).toMatch(/terminal\.input[^{}]*\\r/);
}

test('a step goes to the next message, a step back into the past, and Live returns', async ({ page }) => {
  await openPaused(page);
  const begun = await settled(page);
  await page.getByTestId('step').click();
  await expect.poll(() => eventNumber(page)).toBeGreaterThan(begun);
  const first = await settled(page);
  await page.getByTestId('step').click();
  await expect.poll(() => eventNumber(page)).toBeGreaterThan(first);
  const second = await settled(page);
  await page.getByTestId('back').click();
  await expect.poll(() => eventNumber(page), { timeout: 60_000 }).toBeLessThan(second);
  await expect(page.getByTestId('live')).toHaveAttribute('aria-pressed', 'false');
  await page.getByTestId('live').click();
  await expect(page.getByTestId('live')).toHaveAttribute('aria-pressed', 'true', { timeout: 60_000 });
  expect(await settled(page)).toBe(second);
});

test('a step is told in words for as long as time stands still', async ({ page }) => {
  await openPaused(page);
  await settled(page);
  const line = page.getByTestId('step-line');
  await expect(async () => {
    await page.getByTestId('step').click();
    await expect(line).toContainText('→', { timeout: 500 });
  }).toPass();
  await line.getByRole('button').first().click();
  await expect(page.getByTestId('inspector')).toContainText('Message');
  await page.getByTestId('play').click();
  await expect(line).toHaveCount(0);
});

test('what has happened stays on the timeline while the past is shown, and a command that waits for time says so', async ({ page }) => {
  await open(page, 'seed=7&scene=welcome&lang=en&theme=light');
  const screen = await prompted(page);
  await fullSpeed(page);
  await expect(screen).toContainText(/service\/web created.*root@workstation/s, { timeout: 60_000 });
  const timeline = page.getByTestId('timeline');
  await expect(timeline).toContainText('apply web.yaml');
  const flags = await timeline.locator('title', { hasText: 'apply web.yaml' }).count();
  await page.getByTestId('play').click();
  await timeline.click({ position: { x: 2, y: 24 } });
  await expect(page.getByTestId('live')).toHaveAttribute('aria-pressed', 'false', { timeout: 60_000 });
  await expect(timeline.locator('title', { hasText: 'apply web.yaml' })).toHaveCount(flags);
  await page.getByTestId('live').click();
  await expect(page.getByTestId('live')).toHaveAttribute('aria-pressed', 'true', { timeout: 60_000 });
  await screen.click();
  await page.keyboard.type('kubectl get nodes\n');
  const remark = screen.getByRole('status');
  await expect(remark).toContainText('the command waits');
  // It covers nothing that the terminal says.
  const chip = await remark.boundingBox();
  const rows = await screen.locator('.xterm-rows > div').evaluateAll((lines) => lines.map((line) => {
    const range = document.createRange();
    range.selectNodeContents(line);
    const { right, top, bottom } = range.getBoundingClientRect();
    return { right, middle: (top + bottom) / 2, text: line.textContent.trim() };
  }));
  expect(rows.filter(({ text, middle, right }) => chip !== null && text !== '' && middle > chip.y && middle < chip.y + chip.height && right > chip.x)).toEqual([]);
});

test('the timeline shows a shorter stretch around what is pointed at, by the wheel and by keys, and the whole run again', async ({ page }) => {
  await openPaused(page);
  await settled(page);
  const timeline = page.getByTestId('timeline');
  const labels = (): Promise<readonly string[]> => timeline.locator('text.num').allTextContents();
  const whole = await labels();
  expect(whole[0]).toBe('0:00');
  const box = await timeline.boundingBox();
  const needle = await timeline.locator('circle').boundingBox();
  if (!box || !needle) throw new Error('no timeline');
  await page.mouse.move(needle.x + needle.width / 2, box.y + 24);
  for (let i = 0; i < 20; i++) await page.mouse.wheel(0, -200);
  await expect.poll(async () => (await labels())[0]).toMatch(/^0:\d\d\.\d/);
  const kept = await timeline.locator('circle').boundingBox();
  expect(Math.abs((kept?.x ?? 0) - needle.x), 'what is pointed at keeps its place').toBeLessThan(3);
  await page.getByRole('button', { name: 'A longer stretch' }).click();
  await page.keyboard.press('Shift+Home');
  await expect.poll(labels).toEqual(whole);
  await page.keyboard.press('Shift+ArrowUp');
  await expect.poll(labels).not.toEqual(whole);
  await expect(page.getByRole('button', { name: 'A longer stretch' })).toBeEnabled();
});

test('run until stops where it was told to', async ({ page }) => {
  await openPaused(page);
  await fullSpeed(page);
  await page.getByRole('button', { name: 'Run until' }).click();
  await page.getByRole('menuitem', { name: 'The next Pod is bound' }).click();
  await expect(page.locator('[data-entity^="object/Pod/default/web-"]').first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('play')).toHaveAccessibleName('Play', { timeout: 60_000 });
  await expect(page.locator('[data-entity^="object/Pod/default/web-"][aria-label$="Running"]')).toHaveCount(0);
});

test('after a reload the world comes back with what was done in it', async ({ page }) => {
  const screen = await namespaceMade(page);
  await expect(page.getByTestId('play')).toHaveAccessibleName('Play');
  await expectKept(page);
  const stood = await settled(page);
  await expect.poll(() => keptText(page), { timeout: 30_000 }).toContain('"paused":true');
  await page.reload();
  await expect(screen).toContainText('namespace/kept created', { timeout: 80_000 });
  await expect(page.getByTestId('play'), 'it stands still again').toHaveAccessibleName('Play');
  expect(await settled(page)).toBe(stood);
});

test('a run goes into a file and comes back from it, is offered to whoever comes back, and a wrong file changes nothing', async ({ page }) => {
  await namespaceMade(page);
  await example(page, 'Three nginx Pods behind a Service');
  await expectKept(page);
  await page.getByRole('button', { name: 'Share' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the run' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^orrery-empty-\d\d-\d\d-\d\d\.json$/);
  const path = await file.path();
  await page.goto('about:blank');

  const other = await page.context().newPage();
  await open(other, 'seed=3&scene=empty&lang=en&theme=light');
  await expect(other.getByTestId('last-run')).toContainText('Your last run is kept');
  await other.getByRole('button', { name: 'Not now' }).click();
  await expect(other.getByTestId('last-run')).toHaveCount(0);
  await other.getByRole('button', { name: 'Share' }).click();
  await other.getByTestId('run-file').setInputFiles({ name: 'web.yaml', mimeType: 'text/plain', buffer: Buffer.from('kind: Pod') });
  await expect(other.getByText('web.yaml holds no run')).toBeVisible();
  await other.getByTestId('run-file').setInputFiles(path);
  await expect(other.getByTestId('terminal-workstation')).toContainText('namespace/kept created', { timeout: 80_000 });
  await expect(other.getByRole('tab', { name: 'deploy.yaml' })).toBeVisible();
  // A reload finds the run that was opened, not what the address would begin with.
  await expectKept(other);
  await other.reload();
  await expect(other.getByTestId('terminal-workstation')).toContainText('namespace/kept created', { timeout: 80_000 });
  await expect(other.getByRole('tab', { name: 'deploy.yaml' })).toBeVisible();
});

test('who has picked a moment with the pointer steps on from there with the arrows', async ({ page }) => {
  await openPaused(page);
  const head = await settled(page);
  await page.getByRole('slider', { name: 'Pace' }).focus();
  await page.getByTestId('timeline').click({ position: { x: 20, y: 24 } });
  await expect(page.getByTestId('live')).toHaveAttribute('aria-pressed', 'false', { timeout: 60_000 });
  const past = await settled(page);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => eventNumber(page)).toBeGreaterThan(past);
  const next = await settled(page);
  expect(next, 'one step, not a leap').toBeLessThan(Math.min(head, past + 300));
});

test.describe('on a tablet', () => {
  test.use({ viewport: { width: 1180, height: 820 }, hasTouch: true });

  test('two fingers stretch the timeline and pick no moment, and buttons of time are for thumbs', async ({ page }) => {
    await openPaused(page);
    const head = await settled(page);
    const timeline = page.getByTestId('timeline');
    const labels = (): Promise<readonly string[]> => timeline.locator('text.num').allTextContents();
    const whole = await labels();
    const box = await timeline.boundingBox();
    if (!box) throw new Error('no timeline');
    const touch = await page.context().newCDPSession(page);
    const fingers = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart?: number): Promise<unknown> => touch.send('Input.dispatchTouchEvent', {
      type, touchPoints: apart === undefined ? [] : [-1, 1].map((side, id) => ({ id, x: box.x + box.width / 2 + side * apart, y: box.y + 24 })),
    });
    await fingers('touchStart', 20);
    for (const apart of [40, 70, 110]) await fingers('touchMove', apart);
    await fingers('touchEnd');
    await expect.poll(labels).not.toEqual(whole);
    await expect(page.getByTestId('live')).toHaveAttribute('aria-pressed', 'true');
    expect(await settled(page)).toBe(head);
    for (const name of ['Step one event', 'Back one event', 'A longer stretch of the timeline']) {
      const { width, height } = (await page.getByRole('button', { name }).boundingBox()) ?? { width: 0, height: 0 };
      expect(Math.min(width, height), name).toBeGreaterThanOrEqual(44);
    }
    await page.keyboard.press('Shift+Home');
    await page.touchscreen.tap(box.x + 20, box.y + 24);
    await expect(page.getByTestId('live')).toHaveAttribute('aria-pressed', 'false', { timeout: 60_000 });
  });
});
