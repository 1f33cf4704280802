/**
 * A named stream of random numbers: the same seed and name give the same draws on every machine, and drawing from one
 * stream never shifts another. Small fast counter generator (sfc32), 32 bits a draw.
 */
export class RandomStream {
  /** The three words and the counter of the generator. */
  private readonly state: Int32Array;

  constructor(seed: number, name: string) {
    const a = hashName(name, seed);
    this.state = Int32Array.of(a, hashName(name, a ^ 0x9e3779b9), seed, 1);
    for (let i = 0; i < 12; i++) this.next32();
  }

  /** An unsigned 32-bit integer. */
  next32(): number {
    const { state } = this;
    const { 0: a = 0, 1: b = 0, 2: c = 0, 3: counter = 0 } = state;
    const sum = (a + b + counter) | 0;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + sum;
    state[3] = counter + 1;
    return sum >>> 0;
  }

  /** A number in [0, 1). */
  next(): number {
    return this.next32() / 4294967296;
  }

  /** An integer in [low, high): `high` is excluded. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low));
  }

  /** A number in [low, high). */
  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the items; undefined only for an empty list. */
  pick<T>(items: readonly T[]): T | undefined {
    return items[this.integer(0, items.length)];
  }

  /** A text of `length` letters drawn from the alphabet. */
  text(length: number, alphabet: string): string {
    const codes: number[] = [];
    for (let i = 0; i < length; i++) codes.push(alphabet.charCodeAt(this.integer(0, alphabet.length)));
    return String.fromCharCode(...codes);
  }

  /** A random (version 4) UUID. */
  uuid(): string {
    const hex = this.text(32, '0123456789abcdef');
    const variant = '89ab'.charAt(this.integer(0, 4));
    return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20)].join('-');
  }
}

function hashName(name: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) | 0;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) | 0;
}
