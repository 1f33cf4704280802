// Amounts of resources are kept in thousandths, the finest that they are counted in.
// Upstream: pkg/apis/core/v1/defaults.go SetDefaults_ResourceList

import { formatMilli, quantityMilli } from '../../base/index.ts';
import { complete } from '../reuse.ts';

/** Amounts by resource. */
type Amounts = Readonly<Record<string, string>>;

const isFinerThanMilli = (amount: string): boolean => amount.endsWith('u') || amount.endsWith('n');

/** Amounts rounded up to thousandths. */
export function roundedAmounts(amounts: Amounts): Amounts {
  for (const name in amounts) {
    if (isFinerThanMilli(amounts[name] ?? '')) {
      return Object.fromEntries(Object.entries(amounts).map(([key, value]) => [key, isFinerThanMilli(value) ? formatMilli(quantityMilli(value)) : value]));
    }
  }
  return amounts;
}

interface Requirements {
  readonly limits?: Amounts;
  readonly requests?: Amounts;
}

const none: Requirements = Object.freeze({});

/** What is asked for and what is allowed, rounded; nothing where nothing is said. */
export function roundedRequirements<Given extends Requirements>(given: Given | undefined): Given | Requirements {
  if (given === undefined) return none;
  const { limits, requests } = given;
  return complete(given, { limits: limits && roundedAmounts(limits), requests: requests && roundedAmounts(requests) });
}
