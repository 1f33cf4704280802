// LimitRange: between which amounts the Pods, containers and claims of a namespace may ask, and what they get who say nothing.
// Upstream: pkg/registry/core/limitrange/strategy.go, pkg/apis/core/v1/defaults.go SetDefaults_LimitRangeItem

import { createdColumn, nameColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { LimitRange, LimitRangeInput, LimitRangeItem, LimitRangeItemInput } from '../generated/types.ts';
import { validateLimitRange } from '../later.ts';
import { complete, completeList } from '../reuse.ts';
import { roundedAmounts } from './rounded-amounts.ts';

type Amounts = Readonly<Record<string, string>>;

/** The amounts of the first that has them; nothing when none says anything. */
function filledFrom(...sources: readonly (Amounts | undefined)[]): Amounts | undefined {
  const filled: Amounts = Object.assign({}, ...sources.toReversed());
  return Object.keys(filled).length > 0 ? filled : undefined;
}

const isSame = (a: Amounts | undefined, b: Amounts): boolean => a !== undefined && Object.keys(b).every((name) => a[name] === b[name]) && Object.keys(a).length === Object.keys(b).length;
const unlessSame = (old: Amounts | undefined, next: Amounts | undefined): Amounts | undefined => (next && isSame(old, next) ? old : next);

function rounded(item: LimitRangeItemInput): LimitRangeItemInput {
  const { max, min, default: limit, defaultRequest, maxLimitRequestRatio: ratio } = item;
  return complete(item, {
    max: max && roundedAmounts(max), min: min && roundedAmounts(min), default: limit && roundedAmounts(limit),
    defaultRequest: defaultRequest && roundedAmounts(defaultRequest), maxLimitRequestRatio: ratio && roundedAmounts(ratio),
  });
}

/** Containers that say nothing get the maximum, and ask for their limit or, without one, for the minimum. */
function itemDefaults(given: LimitRangeItemInput): LimitRangeItem {
  const item = rounded(given);
  if (item.type !== 'Container') return complete(item, { type: item.type ?? '' });
  const limit = filledFrom(item.default, item.max);
  return complete(item, {
    default: unlessSame(item.default, limit),
    defaultRequest: unlessSame(item.defaultRequest, filledFrom(item.defaultRequest, limit, item.min)),
  });
}

/** Nobody asks for them by name: without one they get one that nobody else has. */
function withName(range: LimitRange): LimitRange {
  const { metadata } = range;
  return metadata.name === '' ? { ...range, metadata: { ...metadata, name: metadata.uid } } : range;
}

/** How LimitRanges are completed, checked, shown and selected. */
export const limitRangeKind = defineKind<LimitRangeInput, LimitRange>({
  group: '',
  version: 'v1',
  kind: 'LimitRange',
  metadataLooks: { ofChange: ['new'] },
  allowCreateOnUpdate: true,
  defaults: (input) => {
    const { limits = null } = input.spec ?? {};
    return complete(input, {
      metadata: input.metadata ?? {},
      spec: complete(input.spec ?? {}, { limits: limits && completeList(limits, itemDefaults) }),
    });
  },
  prepareForCreate: withName,
  validateCreate: validateLimitRange,
  columns: [nameColumn, createdColumn],
});
