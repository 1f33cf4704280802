import { QuantityError, canonicalQuantity } from '../../../base/index.ts';
import { CommandError } from '../../core/errors.ts';

/** Amounts written as `cpu=100m,memory=256Mi`. */
export function parseAmounts(spec: string): Readonly<Record<string, string>> {
  const amounts: Record<string, string> = {};
  for (const part of spec.split(',').filter((each) => each !== '')) {
    const [name = '', amount, ...rest] = part.split('=');
    if (amount === undefined || rest.length > 0) throw new CommandError(`Invalid argument syntax ${part}, expected <resource>=<value>`);
    try {
      amounts[name] = canonicalQuantity(amount);
    } catch (error) {
      if (!(error instanceof QuantityError)) throw error;
      throw new CommandError(error.message);
    }
  }
  return amounts;
}
