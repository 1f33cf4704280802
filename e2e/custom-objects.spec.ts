import { expect, test, type Page } from '@playwright/test';
import { open, ready } from './page.ts';

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: gadgets.shop.example.com
spec:
  group: shop.example.com
  scope: Namespaced
  names: {plural: gadgets, kind: Gadget}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                size: {type: integer, minimum: 1}
`;
const gadget = (spec: string): string => `apiVersion: shop.example.com/v1\nkind: Gadget\nmetadata:\n  name: first\nspec:\n  ${spec}\n`;

/** Puts a text in the place of what stands in the editor, as by pasting it. */
async function paste(page: Page, text: string): Promise<void> {
  await page.locator('.monaco-editor:visible').first().click();
  await page.keyboard.press('Control+a');
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

test('a kind that is added is known to the editor, and its objects are seen everywhere', async ({ page }) => {
  await open(page, 'seed=7&scene=empty&lang=en&theme=light');
  await ready(page);
  await page.getByRole('button', { name: 'New file' }).click();
  await expect(page.locator('.monaco-editor:visible').first()).toBeVisible({ timeout: 30_000 });
  const apply = page.locator('[data-testid="apply"]:visible');

  // Before it is defined nobody knows the kind; that a definition is one, the editor knows by itself.
  await paste(page, definition);
  await expect(page.getByText('Fits schema: CustomResourceDefinition gadgets.shop.example.com').first()).toBeVisible({ timeout: 30_000 });
  await apply.click();
  await expect(page.getByTestId('inspected')).toContainText('gadgets.shop.example.com', { timeout: 60_000 });

  await paste(page, gadget('sizes: 3'));
  await expect(page.locator('.squiggly-error, .squiggly-warning').first()).toBeVisible({ timeout: 30_000 });
  await apply.click();
  await expect(page.locator('.orrery-zone')).toContainText('unknown field "spec.sizes"', { timeout: 60_000 });
  await expect(page.locator('.orrery-zone')).toContainText('Did you mean size?');

  await paste(page, gadget('size: 0'));
  await apply.click();
  await expect(page.locator('.orrery-zone')).toContainText('spec.size: Invalid value: 0', { timeout: 60_000 });

  await paste(page, gadget('size: 3'));
  await expect(page.getByText('Fits schema: Gadget first').first()).toBeVisible({ timeout: 30_000 });
  await apply.click();
  await expect(page.getByTestId('inspected')).toHaveText('first', { timeout: 60_000 });
  await expect(page.getByTestId('inspector')).toContainText('Gadget');
  await page.getByRole('button', { name: 'Ownership', exact: true }).click();
  await expect(page.locator('[data-entity="object/Gadget.shop.example.com/default/first"]').first()).toBeVisible();
});
