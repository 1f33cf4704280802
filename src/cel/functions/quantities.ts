// Amounts such as `100m` and `8Gi`.
// Upstream: k8s.io/apiserver pkg/cel/library/quantity.go

import { parseQuantity, QuantityError } from '../../base/index.ts';
import type { QuantityValue } from '../../base/index.ts';
import { fitsInt } from '../literals.ts';
import { opaque } from '../types.ts';
import { CelError, Opaque } from '../values.ts';
import type { OpaqueBehaviour, Value } from '../values.ts';
import { inner, text, whole } from './arguments.ts';
import type { Library } from './arguments.ts';

const nano = 1_000_000_000n;

/** An amount; what cannot be kept in 64 bits and a power of ten is no integer any more, whatever its value. */
interface Amount extends QuantityValue {
  readonly isDecimal: boolean;
}

const quantity: OpaqueBehaviour<Amount> = { type: opaque('kubernetes.Quantity'), equals: (a, b) => a.nanos === b.nanos };

function quantityOf(written: string): QuantityValue | QuantityError {
  try {
    return parseQuantity(written);
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error;
    return error;
  }
}

/** A written amount as a value; throws CelError. */
export function quantityValue(written: string): Value {
  const found = quantityOf(written);
  if (found instanceof QuantityError) throw new CelError(found.message);
  const isDecimal = (found.format === 'BinarySI' && written.includes('.')) || written.replaceAll(/[^0-9]/g, '').length > 18;
  return new Opaque(quantity, { ...found, isDecimal });
}

const nanos = (value: Value | undefined): bigint => inner(quantity, value).nanos;

function plus(value: Value | undefined, more: bigint, isDecimal = false): Value {
  const amount = inner(quantity, value);
  return new Opaque(quantity, { ...amount, nanos: amount.nanos + more, isDecimal: amount.isDecimal || isDecimal });
}

const isWhole = ({ nanos: amount, isDecimal }: Amount): boolean => !isDecimal && amount % nano === 0n && fitsInt(amount / nano);

function asInteger(amount: Amount): bigint {
  if (!isWhole(amount)) throw new CelError('cannot convert value to integer');
  return amount.nanos / nano;
}

const signOf = (amount: bigint): bigint => (amount < 0n ? -1n : amount > 0n ? 1n : 0n);

export const quantities: Library = {
  string_to_quantity: ([written]) => quantityValue(text(written)),
  is_quantity_string: ([written]) => !(quantityOf(text(written)) instanceof QuantityError),
  quantity_sign: ([a]) => signOf(nanos(a)),
  quantity_is_integer: ([a]) => isWhole(inner(quantity, a)),
  quantity_get_int: ([a]) => asInteger(inner(quantity, a)),
  quantity_get_float: ([a]) => Number(nanos(a)) / 1e9,
  quantity_add: ([a, b]) => plus(a, nanos(b), inner(quantity, b).isDecimal),
  quantity_add_int: ([a, b]) => plus(a, whole(b) * nano),
  quantity_sub: ([a, b]) => plus(a, -nanos(b), inner(quantity, b).isDecimal),
  quantity_sub_int: ([a, b]) => plus(a, -whole(b) * nano),
  quantity_compare_to: ([a, b]) => signOf(nanos(a) - nanos(b)),
  quantity_is_less_than: ([a, b]) => nanos(a) < nanos(b),
  quantity_is_greater_than: ([a, b]) => nanos(a) > nanos(b),
};
