import type { Child } from './surroundings.ts';

/** A command in the background. */
export interface Job {
  readonly number: number;
  readonly child: Child;
  readonly source: string;
}

/** The jobs of one shell, by number. */
export class Jobs {
  private list: Job[] = [];

  add(child: Child, source: string): Job {
    const job = { number: (this.list.at(-1)?.number ?? 0) + 1, child, source: source.replace(/\s*&$/, '') };
    this.list.push(job);
    return job;
  }

  all(): readonly Job[] {
    return this.list;
  }

  /** The job of `%n`, `%%`, `%-`, or a pid. */
  find(name: string): Job | undefined {
    if (name === '%%' || name === '%+' || name === '%' || name === '') return this.list.at(-1);
    if (name === '%-') return this.list.at(-2) ?? this.list.at(-1);
    if (name.startsWith('%')) return this.list.find(({ number, source }) => String(number) === name.slice(1) || source.startsWith(name.slice(1)));
    return this.list.find(({ child }) => String(child.pid) === name);
  }

  remove(job: Job): void {
    this.list = this.list.filter((other) => other !== job);
  }

  /** Jobs that have ended since the last time, taken out. */
  takeDone(): readonly Job[] {
    const done = this.list.filter(({ child }) => child.process.isDone);
    if (done.length > 0) this.list = this.list.filter(({ child }) => !child.process.isDone);
    return done;
  }
}
