import { expect, test, type Locator, type Page } from '@playwright/test';
import { open, prompted, ready } from './page.ts';

/** Opens a world that runs by the clock, and its terminal to type into: at full speed what is done would soon be too long ago to be known. */
async function terminalOf(page: Page): Promise<Locator> {
  await open(page);
  await ready(page);
  await page.getByRole('radio', { name: 'By clock' }).click();
  const screen = await prompted(page);
  await screen.click();
  return screen;
}

/** Stops the world and selects a request in the table. */
async function inspectRequest(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Pause' }).first().click();
  await page.getByRole('button', { name: 'API requests', exact: true }).click();
  await page.getByRole('row', { name }).first().click();
}

test('a refused request shows at which stage and by whom, and what was passed before', async ({ page }) => {
  const screen = await terminalOf(page);
  await page.keyboard.type('kubectl create clusterrole idle --verb=get --resource=pods --as=nobody\n');
  await expect(screen).toContainText('User "nobody" cannot create resource "clusterroles"');
  await inspectRequest(page, /create .*clusterroles.*403/);
  const stages = page.getByTestId('stages');
  await expect(stages.getByRole('button', { name: /Authorization/ })).toHaveAttribute('aria-current', 'step');
  await expect(stages.getByTestId('stage')).toContainText('cannot create resource "clusterroles"');
  await stages.getByRole('button', { name: 'The stage before' }).click();
  await expect(stages.getByTestId('stage')).toContainText('kubernetes-admin asks to be taken for nobody');
  await stages.getByRole('button', { name: 'The stage before' }).click();
  await expect(stages.getByTestId('stage')).toContainText('known by certificate');
  await stages.getByRole('button', { name: /Authorization/ }).click();
  await expect(page.getByTestId('ways')).toContainText('kubectl create clusterrole granted --verb=create --resource=clusterroles.rbac.authorization.k8s.io');
  await page.getByTestId('ways').getByRole('button', { name: 'Run it' }).click();
  await page.getByRole('button', { name: 'Play', exact: true }).first().click();
  await expect(screen).toContainText('clusterrolebinding.rbac.authorization.k8s.io/granted created', { timeout: 60_000 });
});

test('two who apply to one object are seen in its YAML, and a conflict names the owner and the ways on', async ({ page }) => {
  const screen = await terminalOf(page);
  await page.keyboard.type('kubectl create configmap who --from-literal=a=1 --dry-run=client -o yaml | kubectl apply --server-side --field-manager=team-a -f -\n');
  await expect(screen).toContainText('configmap/who serverside-applied');
  await page.keyboard.type('kubectl create configmap who --from-literal=a=2 --dry-run=client -o yaml | kubectl apply --server-side --field-manager=team-b -f -\n');
  await expect(screen).toContainText('--force-conflicts');
  await inspectRequest(page, /patch .*configmaps\/who.*409/);
  await expect(page.getByTestId('conflicts')).toContainText('team-a');
  await expect(page.getByTestId('conflicts')).toContainText('.data.a');
  await expect(page.getByTestId('conflicts')).toContainText('--force-conflicts');
  await page.getByTestId('inspector').getByRole('tab', { name: 'Related', exact: true }).click();
  await page.getByTestId('inspector').getByRole('button', { name: /who/ }).first().click();
  await page.getByTestId('inspector').getByRole('tab', { name: 'YAML', exact: true }).click();
  const yaml = page.getByTestId('managed-yaml');
  await expect(yaml.locator('div', { hasText: 'a: "1"' }).last()).toContainText('A');
  await expect(page.getByRole('region', { name: 'Who manages which fields' })).toContainText('team-aApply');
});
