// A map whose keys stay in order. Entries live in leaves of limited size below one sorted row of leaves:
// a search is two binary searches, and an insertion moves one leaf's entries, whatever the size of the whole.

const leafLimit = 128;

interface Leaf<V> {
  readonly keys: string[];
  readonly values: V[];
}

/** Texts mapped to values, in the order of the texts. It must not change while it is iterated. */
export class SortedMap<V> {
  #leaves: Leaf<V>[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: string): V | undefined {
    const leaf = this.#leaves[this.#leafFor(key)];
    if (!leaf) return undefined;
    const at = lowerBound(leaf.keys, key);
    return leaf.keys[at] === key ? leaf.values[at] : undefined;
  }

  has(key: string): boolean {
    const leaf = this.#leaves[this.#leafFor(key)];
    return leaf !== undefined && leaf.keys[lowerBound(leaf.keys, key)] === key;
  }

  /** Stores a value and says whether the key is new. */
  set(key: string, value: V): boolean {
    const index = this.#leafFor(key);
    const leaf = this.#leaves[index];
    if (!leaf) {
      this.#leaves.push({ keys: [key], values: [value] });
      this.#size = 1;
      return true;
    }
    const at = lowerBound(leaf.keys, key);
    if (leaf.keys[at] === key) {
      leaf.values[at] = value;
      return false;
    }
    leaf.keys.splice(at, 0, key);
    leaf.values.splice(at, 0, value);
    this.#size++;
    if (leaf.keys.length > leafLimit) this.#split(index, leaf);
    return true;
  }

  delete(key: string): boolean {
    const index = this.#leafFor(key);
    const leaf = this.#leaves[index];
    if (!leaf) return false;
    const at = lowerBound(leaf.keys, key);
    if (leaf.keys[at] !== key) return false;
    leaf.keys.splice(at, 1);
    leaf.values.splice(at, 1);
    this.#size--;
    if (leaf.keys.length === 0) this.#leaves.splice(index, 1);
    return true;
  }

  clear(): void {
    this.#leaves = [];
    this.#size = 0;
  }

  /** The entries with from ≤ key < to, in order; without bounds, all of them. */
  *entries(from = '', to?: string): Generator<readonly [key: string, value: V], undefined> {
    for (let index = this.#leafFor(from); index < this.#leaves.length; index++) {
      const leaf = this.#leaves[index];
      if (!leaf) return undefined;
      for (let at = lowerBound(leaf.keys, from); at < leaf.keys.length; at++) {
        const key = leaf.keys[at];
        if (key === undefined || (to !== undefined && key >= to)) return undefined;
        yield [key, leaf.values[at] as V];
      }
    }
    return undefined;
  }

  /** Calls `visit` for the entries with from ≤ key < to, in order, until it returns false. */
  forRange(from: string, to: string | undefined, visit: (value: V, key: string) => boolean | void): void {
    for (let index = this.#leafFor(from); index < this.#leaves.length; index++) {
      const leaf = this.#leaves[index];
      if (!leaf) return;
      for (let at = lowerBound(leaf.keys, from); at < leaf.keys.length; at++) {
        const key = leaf.keys[at];
        if (key === undefined || (to !== undefined && key >= to)) return;
        if (visit(leaf.values[at] as V, key) === false) return;
      }
    }
  }

  /** How many keys there are with from ≤ key < to, without visiting them. */
  countRange(from: string, to?: string): number {
    const before = (key: string): number => {
      const index = this.#leafFor(key);
      let count = 0;
      for (let i = 0; i < index; i++) count += this.#leaves[i]?.keys.length ?? 0;
      const leaf = this.#leaves[index];
      return leaf ? count + lowerBound(leaf.keys, key) : count;
    };
    return Math.max(0, (to === undefined ? this.#size : before(to)) - before(from));
  }

  /** The smallest key. */
  get firstKey(): string | undefined {
    return this.#leaves[0]?.keys[0];
  }

  /** The largest key. */
  get lastKey(): string | undefined {
    return this.#leaves.at(-1)?.keys.at(-1);
  }

  /** The index of the leaf in which the key is or would be: the last one that begins at or before it. */
  #leafFor(key: string): number {
    let low = 0;
    let high = this.#leaves.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const first = this.#leaves[middle]?.keys[0];
      if (first !== undefined && first <= key) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  #split(index: number, leaf: Leaf<V>): void {
    const half = leaf.keys.length >>> 1;
    const right = { keys: leaf.keys.splice(half), values: leaf.values.splice(half) };
    this.#leaves.splice(index + 1, 0, right);
  }
}

/** The first index whose key is not less. */
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = keys[middle];
    if (at !== undefined && at < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first text after every text that begins with the prefix; undefined when there is none. */
export function prefixEnd(prefix: string): string | undefined {
  for (let i = prefix.length - 1; i >= 0; i--) {
    const code = prefix.charCodeAt(i);
    if (code < 0xffff) return prefix.slice(0, i) + String.fromCharCode(code + 1);
  }
  return undefined;
}
