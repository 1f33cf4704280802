/**
 * A part that is loaded after the rest of the engine, because nothing asks for it before a person does something. What is
 * synchronous cannot wait for it: whoever loads the engine provides it first (`cluster/provide.ts`).
 */
export class Late<Part> {
  private readonly what: string;
  private part: Part | undefined;

  /** @param what names it in errors: "the … has not been provided" */
  constructor(what: string) {
    this.what = what;
  }

  /** Once is enough; again is the same. */
  provide(part: Part): void {
    this.part = part;
  }

  get isThere(): boolean {
    return this.part !== undefined;
  }

  /** Throws when nobody has provided it: a mistake in how the engine was loaded, never one of a person. */
  get(): Part {
    if (this.part === undefined) throw new Error(`${this.what} has not been provided: import src/cluster/provide.ts before a world is built`);
    return this.part;
  }

  /** A function of the part: it can be handed around before the part is there, and be called afterwards. */
  deferred<Args extends readonly unknown[], Result>(pick: (part: Part) => (...args: Args) => Result): (...args: Args) => Result {
    return (...args) => pick(this.get())(...args);
  }
}
