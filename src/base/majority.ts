/** How many of so many voters are more than half of them. */
export function majorityOf(voters: number): number {
  return Math.floor(voters / 2) + 1;
}
