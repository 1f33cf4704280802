import { addQuantities, compareQuantities, compareText, parseQuantity, subtractQuantities } from '../../base/index.ts';
import type { Quantity } from '../values.ts';

/** Amounts by resource, as quotas know them: `requests.cpu`, `pods`, `count/deployments.apps`. */
export type QuotaAmounts = Readonly<Record<string, Quantity>>;

/** a + b; a resource that one of them has not counts as nothing there. */
export function sumOfAmounts(a: QuotaAmounts, b: QuotaAmounts): QuotaAmounts {
  return merged(a, b, addQuantities);
}

/** a − b */
export function differenceOfAmounts(a: QuotaAmounts, b: QuotaAmounts): QuotaAmounts {
  return merged(a, b, subtractQuantities);
}

function merged(a: QuotaAmounts, b: QuotaAmounts, combine: (a: Quantity, b: Quantity) => Quantity): QuotaAmounts {
  const result: Record<string, Quantity> = { ...a };
  for (const [name, amount] of Object.entries(b)) result[name] = combine(a[name] ?? '0', amount);
  return result;
}

/** The amounts of those resources alone, in the order of their names. */
export function amountsOf(amounts: QuotaAmounts, names: readonly string[]): QuotaAmounts {
  const result: Record<string, Quantity> = {};
  for (const name of [...names].sort(compareText)) {
    const amount = amounts[name];
    if (amount !== undefined) result[name] = amount;
  }
  return result;
}

/** The amounts that are not nothing. */
export function nonZeroAmounts(amounts: QuotaAmounts): QuotaAmounts {
  return Object.fromEntries(Object.entries(amounts).filter(([, amount]) => parseQuantity(amount).nanos !== 0n));
}

/** Names of the resources of which there is more than the limits allow. */
export function exceeding(amounts: QuotaAmounts, limits: QuotaAmounts): readonly string[] {
  return Object.keys(amounts).filter((name) => {
    const limit = limits[name];
    return limit !== undefined && compareQuantities(amounts[name] ?? '0', limit) > 0;
  });
}

/** Whether both say the same, however it is written. */
export function sameAmounts(a: QuotaAmounts, b: QuotaAmounts): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => {
    const other = b[name];
    return other !== undefined && compareQuantities(a[name] ?? '0', other) === 0;
  });
}

/** `pods=1,requests.cpu=2`, as refusals tell amounts. */
export function amountsText(amounts: QuotaAmounts): string {
  return Object.keys(amounts).sort(compareText).map((name) => `${name}=${amounts[name] ?? '0'}`).join(',');
}
