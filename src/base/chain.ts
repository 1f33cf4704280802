/** What can stand in a chain: in one at a time. Its neighbours are owned by the chain. */
export interface Chained<Item> {
  before: Item | undefined;
  after: Item | undefined;
  isChained: boolean;
}

/** Things in the order in which they came: a chain through the things themselves, so that coming and going make nothing. */
export class Chain<Item extends Chained<Item>> {
  private first: Item | undefined = undefined;
  private last: Item | undefined = undefined;
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** Puts it at the end. */
  add(item: Item): void {
    item.isChained = true;
    item.before = this.last;
    if (this.last) this.last.after = item;
    else this.first = item;
    this.last = item;
    this.count++;
  }

  /** Takes it out, if it stands here. */
  remove(item: Item): void {
    if (!item.isChained) return;
    const { before, after } = item;
    if (before) before.after = after;
    else this.first = after;
    if (after) after.before = before;
    else this.last = before;
    item.before = undefined;
    item.after = undefined;
    item.isChained = false;
    this.count--;
  }

  /** All of them; the one that is at hand may be taken out. */
  *values(): Generator<Item, void, undefined> {
    for (let item = this.first; item; ) {
      const next: Item | undefined = item.after;
      yield item;
      item = next;
    }
  }
}
