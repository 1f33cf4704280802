/** Commands of the normal mode that are neither motions nor operators. */
export const actionNames: ReadonlySet<string> = new Set([
  'i', 'I', 'a', 'A', 'o', 'O', 's', 'S', 'C', 'D', 'Y', 'R', 'gI', 'x', 'X', 'r', 'J', 'gJ', '~', 'p', 'P', 'u', '\u0012', '.', 'v', 'V', 'gv', 'm', 'q', '@', '&',
  ':', 'ZZ', 'ZQ', 'zz', 'zt', 'zb', 'z.', 'z-', 'z\r', '\u0001', '\u0018', '\u0004', '\u0015', '\u0006', '\u0002', '\u0005', '\u0019', '\u0007', '\u000c', '\u001a', '\u001b',
]);

/** Commands on what is selected. */
export const visualActionNames: ReadonlySet<string> = new Set([
  'd', 'x', 'X', 'D', 'y', 'Y', 'c', 's', 'S', 'C', 'R', '>', '<', '~', 'u', 'U', 'gu', 'gU', 'g~', 'J', 'gJ', 'r', 'p', 'P', 'o', 'O', 'v', 'V', ':', '\u001b',
  '\u0004', '\u0015', '\u0006', '\u0002', '\u0005', '\u0019', 'zz', 'zt', 'zb', 'ZZ',
]);
