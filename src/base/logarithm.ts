// `Math.log` and its kin differ in their last bits from one JavaScript engine to the next. A world must not: these are made of
// operations that IEEE 754 defines to the bit.
import { AssertionError } from './assert.ts';

/** The series of the inverse hyperbolic tangent, the last term first, down to the last bit of a double. */
const terms: readonly number[] = [23, 21, 19, 17, 15, 13, 11, 9, 7, 5, 3].map((divisor) => 1 / divisor);

/** The natural logarithm of a positive number: right to all but the last bit or two, and the same everywhere. */
export function naturalLog(value: number): number {
  if (!(value > 0 && value < Infinity)) throw noLogarithm(value);
  let mantissa = value;
  let exponent = 0;
  // Doubling and halving are exact.
  for (; mantissa < Math.SQRT1_2; exponent--) mantissa *= 2;
  for (; mantissa > Math.SQRT2; exponent++) mantissa /= 2;
  const ratio = (mantissa - 1) / (mantissa + 1);
  const square = ratio * ratio;
  let sum = 0;
  for (let i = 0; i < terms.length; i++) sum = (sum + (terms[i] ?? 0)) * square;
  return exponent * Math.LN2 + 2 * ratio * (1 + sum);
}

function noLogarithm(value: number): AssertionError {
  return new AssertionError(`the logarithm of ${value}`);
}

/** The exponent of the greatest power of two that is not above a positive number. */
export function floorLog2(value: number): number {
  if (!(value > 0 && value < Infinity)) throw noLogarithm(value);
  let exponent = 0;
  let rest = value;
  for (; rest >= 2; exponent++) rest /= 2;
  for (; rest < 1; exponent--) rest *= 2;
  return exponent;
}
