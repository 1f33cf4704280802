/** More doublings than lead from the shortest pause to the longest that anybody takes. */
const mostDoublings = 30;

/** The pause after so many failures before the last one: each twice as long as the one before, up to the greatest. In ms. */
export function backOffMs(firstMs: number, greatestMs: number, failures: number): number {
  return Math.min(greatestMs, firstMs * 2 ** Math.min(mostDoublings, failures));
}
