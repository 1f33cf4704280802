import '../../src/cluster/provide.ts';
import { expect } from 'vitest';
import { Session, createWorld, readTopology } from '../../src/cluster/index.ts';
import type { World } from '../../src/cluster/index.ts';
import type { TraceRecord } from '../../src/kernel/index.ts';

/** A world that is up, with the session that types into it. */
export class Scenario {
  readonly world: World;
  readonly session: Session;

  constructor(topology: unknown, seed = 1) {
    this.world = createWorld({ topology: readTopology(topology), seed });
    this.session = new Session(this.world);
    this.session.boot();
    // Components take up their watches and elect their leaders after the nodes are Ready.
    this.world.pass(10_000);
  }

  /** Types a command that must succeed; gives its output. */
  run(command: string): string {
    const { output, status, error } = this.session.answer({ run: command });
    expect({ status, output, error }, `${command}\n${String(output)}`).toMatchObject({ status: 0 });
    return String(output);
  }

  /** Types a command that must fail; gives its output. */
  refuse(command: string): string {
    const { output, status } = this.session.answer({ run: command });
    expect(status, `${command}\n${String(output)}`).not.toBe(0);
    return String(output);
  }

  /** Repeats the command until its output matches; gives the output. */
  until(command: string, pattern: RegExp, within = '60s'): string {
    const { matched, output } = this.session.answer({ until: command, matches: pattern.source, within });
    expect(matched, `${command} never matched ${String(pattern)}:\n${String(output)}`).toBe(true);
    return String(output);
  }

  /** Writes a file and applies it. */
  apply(text: string): string {
    this.write('scenario.yaml', text);
    return this.run('kubectl apply -f scenario.yaml');
  }

  write(path: string, text: string): void {
    expect(this.session.answer({ write: path, text })).not.toHaveProperty('error');
  }

  pass(span: string): void {
    expect(this.session.answer({ pass: span })).not.toHaveProperty('error');
  }

  /** Nothing has broken: no process failed, no invariant was violated. */
  expectSound(): void {
    expect(this.world.kernel.failure).toBeUndefined();
  }

  /** The records since one, that hold true. */
  records(sinceId: number, holds: (record: TraceRecord) => boolean): TraceRecord[] {
    return [...this.world.kernel.trace.since(sinceId)].filter(holds);
  }
}
