import { Engine } from '../engine.ts';
import { isReport } from '../../protocol/index.ts';
import type { Command, FrameDiff, Report } from '../../protocol/index.ts';

/** An engine with a page that draws each frame at once, and a wall clock that a test moves. */
export class Driver {
  readonly engine: Engine;
  readonly reports: Report[] = [];
  wallMs = 0;
  /** Questions for the time since the last step: each counts a little, so that slices end. */
  private asked = 0;

  constructor() {
    this.engine = new Engine({
      wallNow: () => this.wallMs + this.asked++ * 0.05,
      post: (report) => {
        if (!isReport(structuredClone(report))) throw new Error('what was posted is no report');
        this.reports.push(report);
      },
    });
  }

  get frames(): readonly FrameDiff[] {
    return this.reports.filter((report) => report.type === 'frame');
  }

  get last(): FrameDiff {
    const frame = this.frames.at(-1);
    if (!frame) throw new Error('no frame yet');
    return frame;
  }

  send(command: Command): void {
    this.engine.receive(command);
  }

  /** Lets wall time pass in turns of `stepMs`. */
  pass(wallMs: number, stepMs = 16): void {
    for (const end = this.wallMs + wallMs; this.wallMs < end; ) {
      this.wallMs += stepMs;
      this.asked = 0;
      const { length } = this.reports;
      this.engine.turn();
      for (const report of this.reports.slice(length)) if (report.type === 'frame') this.engine.receive({ type: 'drawn', frame: report.frame });
    }
  }

  /** Lets turns pass until it is so. */
  until(isSo: () => boolean, turns = 20_000): void {
    for (let turn = 0; turn < turns && !isSo(); turn++) this.pass(16);
    if (!isSo()) throw new Error('it did not become so');
  }
}
