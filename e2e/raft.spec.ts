import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

/** Opens the laboratory, without the tour, and waits for its ring. */
async function openLab(page: Page, hash: string): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('orrery.tour', 'seen'));
  await page.goto(`/#${hash}&lang=en&theme=light`);
  await expect(page.getByTestId('raft-ring')).toBeVisible({ timeout: 60_000 });
}

const member = (page: Page, name: string) => page.getByTestId('raft-ring').locator(`[data-entity="component/${name}/etcd"]`);
const headline = (page: Page) => page.getByTestId('headline');
const light = (page: Page, name: string) => page.getByTestId('lights').locator('span', { hasText: name }).first();
const moves = (page: Page) => page.getByTestId('moves').getByRole('button');

/** The tally in the candidate's dial: how many places of each state. */
async function tally(page: Page, name: string): Promise<Readonly<Record<string, number>>> {
  const states = await member(page, name).locator('[data-vote]').evaluateAll((marks) => marks.map((mark) => mark.getAttribute('data-vote') ?? ''));
  return Object.fromEntries([...new Set(states)].sort().map((state) => [state, states.filter((one) => one === state).length]));
}

/** Makes one of the possible moves: by key, since the list changes with each. */
async function move(page: Page, what: RegExp): Promise<void> {
  await moves(page).filter({ hasText: what }).first().press('Enter');
}

/** From here on every message waits and every timer stands. */
async function byHand(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'What is next' }).click();
  await page.getByRole('switch', { name: 'By hand' }).click();
  await expect(page.getByRole('switch', { name: 'By hand' })).toBeChecked();
}

/** A group that stands alone, with a leader, and that leader's name. */
async function group(page: Page, members: number, seed = 7): Promise<string> {
  await openLab(page, `topology=raft-${members}&seed=${seed}`);
  await expect(headline(page)).toContainText('leads in term', { timeout: 60_000 });
  await page.getByTestId('play').click();
  await expect(page.getByTestId('play')).toHaveAccessibleName('Play');
  return ((await headline(page).textContent()) ?? '').split(' ')[0] ?? '';
}

/** The leader is dead; time passes until the first asks whether it could win. Gives its name, and those of the others that live. */
async function firstAsks(page: Page): Promise<readonly [string, readonly string[]]> {
  await openLab(page, 'scene=raft&seed=7');
  await expect(headline(page)).toContainText('No leader');
  await page.keyboard.press('r');
  await expect(headline(page)).toContainText('asks whether it could win term 3', { timeout: 60_000 });
  await expect(page.getByTestId('play')).toHaveAccessibleName('Play');
  const first = ((await headline(page).textContent()) ?? '').split(' ')[0] ?? '';
  const others: string[] = [];
  for (const name of ['etcd-1', 'etcd-2', 'etcd-3', 'etcd-4', 'etcd-5']) if (name !== first && (await member(page, name).getAttribute('data-role')) === 'follower') others.push(name);
  expect(others).toHaveLength(3);
  return [first, others];
}

/** A question is delivered, unless it has come already, and then its answer. */
async function ask(page: Page, what: 'PreVote' | 'Vote', from: string, to: string): Promise<void> {
  const answer = new RegExp(`Deliver Msg${what}Resp from ${to} to ${from}`);
  if ((await moves(page).filter({ hasText: answer }).count()) === 0) await move(page, new RegExp(`Deliver Msg${what} from ${from} to ${to}`));
  await move(page, answer);
}

const granted = async (page: Page, name: string): Promise<number | undefined> => (await tally(page, name))['granted'];

test('an election, message by message: each answer is one more in the tally, and the third makes a leader', async ({ page }) => {
  const [first, [one = '', two = '', three = '']] = await firstAsks(page);
  await byHand(page);
  await expect(member(page, first)).toHaveAttribute('data-role', 'precandidate');

  // It has its own voice; then two others say that they would vote for it.
  await expect.poll(() => granted(page, first)).toBe(1);
  await ask(page, 'PreVote', first, one);
  await expect.poll(() => granted(page, first)).toBe(2);
  await ask(page, 'PreVote', first, two);

  // That is a majority: it asks in earnest, in a term of its own, and has one vote again: its own.
  await expect(member(page, first)).toHaveAttribute('data-role', 'candidate');
  await expect(headline(page)).toContainText(`${first} asks for votes in term 3`);
  await expect.poll(() => granted(page, first)).toBe(1);

  await ask(page, 'Vote', first, one);
  await expect.poll(() => granted(page, first)).toBe(2);
  await expect(member(page, one)).toHaveAttribute('aria-label', new RegExp(`voted ${first}, T3`));
  await expect(member(page, three)).toHaveAttribute('aria-label', /T2$/);

  await ask(page, 'Vote', first, two);
  await expect(member(page, first)).toHaveAttribute('data-role', 'leader');
  await expect(headline(page)).toContainText(`${first} leads in term 3`);
  for (const promise of ['Election safety', 'Log matching', 'Leader completeness', 'State machine safety']) await expect(light(page, promise)).toHaveAttribute('data-held', 'true');
});

test('a split vote: two ask at once, each gets its own half, and neither wins', async ({ page }) => {
  const [first, [second = '', one = '', two = '']] = await firstAsks(page);
  await byHand(page);
  await member(page, second).press('Enter');
  await page.keyboard.press('t');
  await expect(member(page, second)).toHaveAttribute('data-role', 'precandidate');
  for (const candidate of [first, second]) {
    for (const voter of [one, two]) await ask(page, 'PreVote', candidate, voter);
    await expect(member(page, candidate)).toHaveAttribute('data-role', 'candidate');
  }
  // In earnest each is first with one of the two; the other of them has voted, and so has the rival.
  await ask(page, 'Vote', first, one);
  await ask(page, 'Vote', second, two);
  await ask(page, 'Vote', first, two);
  await ask(page, 'Vote', second, one);
  await ask(page, 'Vote', first, second);
  await ask(page, 'Vote', second, first);
  for (const name of [first, second]) {
    await expect.poll(async () => { const { granted: yes, refused } = await tally(page, name); return { yes, refused }; }, { message: name }).toEqual({ yes: 2, refused: 2 });
  }
  await expect(headline(page)).not.toContainText('leads');
});

test('a wall that is drawn across the ring parts the members, their messages die on it, and it is healed', async ({ page }) => {
  const leader = await group(page, 5);
  // A stroke from the left of the ring to its right: the upper three stay together.
  const box = await page.getByTestId('raft-ring').boundingBox();
  const ends = await Promise.all(['etcd-3', 'etcd-2'].map((name) => member(page, name).boundingBox()));
  const y = ((ends[0]?.y ?? 0) + (ends[1]?.y ?? 0) + (ends[1]?.height ?? 0)) / 2;
  await page.mouse.move((box?.x ?? 0) + 6, y);
  await page.mouse.down();
  await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) / 2, y, { steps: 4 });
  await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) - 6, y, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByTestId('wall')).toHaveAccessibleName('Wall: etcd-1, etcd-2, etcd-5 | etcd-3, etcd-4');

  // The three have a majority and go on, or elect one of themselves; the two cannot.
  await page.getByTestId('play').click();
  await page.getByRole('tab', { name: 'In words' }).click();
  const majority = ['etcd-1', 'etcd-2', 'etcd-5'];
  if (!majority.includes(leader)) await expect(headline(page)).toContainText(/(etcd-1|etcd-2|etcd-5) leads in term/, { timeout: 90_000 });
  await expect(page.getByTestId('in-words').getByText(/^(etcd-1|etcd-2|etcd-5) leads term/)).toBeVisible({ timeout: 60_000 });

  await page.getByTestId('wall').press('Enter');
  await expect(page.getByTestId('verbs')).toContainText('orrery heal --all');
  await page.getByRole('menuitem', { name: /Heal every link/ }).click();
  await expect(page.getByTestId('wall')).toHaveCount(0);
  for (const name of ['etcd-3', 'etcd-4']) await expect(page.getByTestId('in-words').getByText(new RegExp(`^${name} follows`))).toBeVisible({ timeout: 90_000 });
});

test('one direction of a link is cut from the table of links, another loses messages and takes its time, and both are drawn as such', async ({ page }) => {
  await group(page, 3);
  await page.getByRole('tab', { name: 'Break it' }).click();
  await page.getByTestId('hearing').getByRole('button', { name: 'Cut etcd-1 → etcd-3' }).click();
  await expect(page.getByTestId('raft-ring').getByRole('button', { name: 'etcd-3 does not hear etcd-1' })).toBeVisible();
  await expect(page.getByTestId('hearing').getByRole('button', { name: 'Heal etcd-1 → etcd-3' })).toHaveAttribute('aria-pressed', 'true');
  await page.getByTestId('hearing').getByRole('button', { name: 'Heal etcd-1 → etcd-3' }).click();
  await expect(page.getByTestId('raft-ring').getByRole('button', { name: 'etcd-3 does not hear etcd-1' })).toHaveCount(0);
  const value = page.getByRole('textbox', { name: 'How much' });
  await value.fill('30');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await expect(page.getByTestId('link-mark')).toHaveText('30 % lost');
  await page.getByRole('combobox', { name: 'What changes' }).selectOption('latency');
  await value.fill('40');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await expect(page.getByTestId('link-mark')).toHaveText('30 % lost, 40 ms');
  await expect(page.getByTestId('hearing').getByText('30 % lost, 40 ms')).toHaveCount(2);
});

test('a safeguard that is taken away is marked on the picture as not Raft', async ({ page }) => {
  await group(page, 3);
  await page.getByRole('tab', { name: 'Break it' }).click();
  await page.getByRole('switch', { name: 'PreVote' }).click();
  await expect(page.getByTestId('not-raft')).toContainText('without: PreVote');
  await page.getByRole('switch', { name: 'PreVote' }).click();
  await expect(page.getByTestId('not-raft')).toHaveCount(0);
});

test('a client writes and reads through any member; its history is judged', async ({ page }) => {
  await group(page, 3);
  await page.getByRole('tab', { name: 'Client' }).click();
  const through = page.getByRole('combobox', { name: 'through' });
  await through.selectOption('etcd-2');
  await page.getByRole('button', { name: /^Write/ }).click();
  await page.getByTestId('play').click();
  await expect(page.getByTestId('client-chart')).toContainText('write 1', { timeout: 60_000 });
  await expect(page.getByTestId('client-chart')).toContainText('done', { timeout: 60_000 });
  await through.selectOption('etcd-3');
  await page.getByRole('button', { name: /^Read/ }).click();
  await expect(page.getByTestId('client-chart')).toContainText('read 1', { timeout: 60_000 });
  await expect(page.getByTestId('client-verdict')).toContainText('Linearizable');
});

test('every situation is played by its next step, and ends in its closing sentence', async ({ page }) => {
  test.setTimeout(600_000);
  await openLab(page, 'scene=raft&seed=7');
  await page.getByRole('tab', { name: 'Situations' }).click();
  const shown = page.getByTestId('situations').getByRole('button').locator('b');
  // The laboratory's own come with the rest of the engine.
  await expect(shown.nth(1)).toBeVisible();
  const titles = await shown.allTextContents();
  for (const title of titles) {
    await page.getByRole('tab', { name: 'Situations' }).click();
    await page.getByTestId('situations').getByRole('button', { name: title }).first().click();
    await expect(page.getByTestId('scene')).toContainText(title, { timeout: 60_000 });
    if ((await page.getByTestId('situation').count()) === 0 && title === 'An election') continue;
    const closing = page.getByTestId('closing');
    await expect(closing, title).toHaveAttribute('data-holds', 'false');
    const next = page.getByRole('button', { name: 'Next step' });
    const ticked = page.getByTestId('situation').locator('li svg');
    const steps = await page.getByTestId('situation').locator('li').count();
    for (let done = 0; done < steps; done++) {
      if ((await ticked.count()) > done) continue;
      await next.click();
      await expect.poll(() => ticked.count(), { message: `${title}, step ${done + 1}`, timeout: 60_000 }).toBeGreaterThan(done);
    }
    await expect(closing, title).toHaveAttribute('data-holds', 'true', { timeout: 30_000 });
  }
});

test('steps by meaning stop where they say, and one step goes back', async ({ page }) => {
  await openLab(page, 'scene=raft&seed=7');
  await expect(page.getByTestId('play')).toHaveAccessibleName('Play');
  const clock = page.getByTestId('clock');
  const before = (await clock.textContent()) ?? '';
  await page.keyboard.press('r');
  await expect(headline(page)).toContainText('asks whether it could win', { timeout: 60_000 });
  await expect(page.getByTestId('play')).toHaveAccessibleName('Play');
  await page.keyboard.press('n');
  await expect(page.getByTestId('raft-ring').locator('[data-kind]').first()).toBeVisible();
  await page.keyboard.press('c');
  await expect(headline(page)).toContainText('leads in term', { timeout: 60_000 });
  await expect(page.getByTestId('play')).toHaveAccessibleName('Play');
  const after = (await clock.textContent()) ?? '';
  expect(after > before).toBe(true);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(async () => (await clock.textContent()) ?? '').not.toBe(after);
});

test('the size of the group is chosen, and nine members stand on the ring', async ({ page }) => {
  await openLab(page, 'scene=raft&seed=7');
  await page.getByTestId('group-size').selectOption('9');
  await expect(member(page, 'etcd-9')).toBeVisible({ timeout: 60_000 });
  await expect(headline(page)).toContainText('leads in term', { timeout: 60_000 });
});

test('a group of three grows by one that learns first, is promoted, and is removed again', async ({ page }) => {
  await group(page, 3);
  await page.getByRole('tab', { name: 'Membership' }).click();
  const configuration = page.getByTestId('configuration');
  await page.getByRole('button', { name: 'Add a learner' }).click();
  await page.getByTestId('play').click();
  await expect(configuration.getByRole('row', { name: /etcd-4/ })).toContainText('Learner', { timeout: 60_000 });
  await expect(member(page, 'etcd-4')).toHaveAttribute('data-role', 'learner', { timeout: 60_000 });
  await expect(async () => {
    await page.getByRole('button', { name: 'Promote to voter' }).click({ timeout: 2_000 });
    await expect(configuration.getByRole('row', { name: /etcd-4/ })).toContainText('votes', { timeout: 5_000 });
  }).toPass({ timeout: 90_000 });
  await expect(page.getByTestId('raft-warning')).toBeVisible();
  await configuration.getByRole('row', { name: /etcd-4/ }).getByRole('button', { name: 'Remove' }).click();
  await expect(configuration.getByRole('row')).toHaveCount(3, { timeout: 60_000 });
});

for (const theme of ['light', 'dark'] as const) {
  test(`nothing in the laboratory stands in the way of a screen reader, ${theme}`, async ({ page }) => {
    await page.addInitScript(() => localStorage.setItem('orrery.tour', 'seen'));
    await page.goto(`/#scene=raft&seed=7&lang=en&theme=${theme}`);
    await expect(headline(page)).toContainText('No leader in term 2', { timeout: 60_000 });
    await page.keyboard.press('r');
    await expect(headline(page)).toContainText('asks whether', { timeout: 60_000 });
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      const found = await new AxeBuilder({ page }).analyze();
      expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
    }
  });
}

for (const [width, height] of [[390, 844], [1024, 768], [1280, 800], [2560, 1440]] as const) {
  test(`the laboratory fits ${width} × ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await openLab(page, 'scene=raft&seed=7');
    await expect(headline(page)).not.toBeEmpty();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    const box = await page.getByTestId('raft-ring').boundingBox();
    const dials = await page.getByTestId('raft-ring').locator('.dial-face').evaluateAll((faces) => faces.map((face) => { const { left, right, top, bottom } = face.getBoundingClientRect(); return { left, right, top, bottom }; }));
    expect(dials.length).toBeGreaterThan(1);
    for (const [i, a] of dials.entries()) {
      expect(a.left >= (box?.x ?? 0) && a.right <= (box?.x ?? 0) + (box?.width ?? 0)).toBe(true);
      for (const b of dials.slice(i + 1)) expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
    }
  });
}
