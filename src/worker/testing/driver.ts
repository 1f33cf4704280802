import '../provide.ts';
import { isReport } from '../../protocol/index.ts';
import type { Command, FrameDiff, Report } from '../../protocol/index.ts';
import { Engine } from '../engine.ts';
import { PageModel } from './page-model.ts';

/** An engine with a page that draws each frame at once, and a wall clock that a test moves. */
export class Driver {
  readonly engine: Engine;
  readonly page = new PageModel();
  readonly reports: Report[] = [];
  wallMs = 0;
  /** Questions for the time since the last step: each counts a little, so that slices end. */
  private asked = 0;
  /** All of them: how much was played. */
  askedInAll = 0;
  private newest: FrameDiff | undefined;

  constructor() {
    this.engine = new Engine({ wallNow: () => this.wallNow(), post: (report) => this.take(report) });
  }

  private wallNow(): number {
    this.askedInAll++;
    return this.wallMs + this.asked++ * 0.0125;
  }

  /** The newest frame. */
  get last(): FrameDiff {
    if (!this.newest) throw new Error('no frame yet');
    return this.newest;
  }

  /** Reports of one type, in order. */
  of<Type extends Report['type']>(type: Type): readonly Extract<Report, { readonly type: Type }>[] {
    return this.reports.filter((report): report is Extract<Report, { readonly type: Type }> => report.type === type);
  }

  send(command: Command): void {
    this.engine.receive(command);
  }

  /** Lets wall time pass in turns of `stepMs`. */
  pass(wallMs: number, stepMs = 16): void {
    for (const end = this.wallMs + wallMs; this.wallMs < end; ) {
      this.wallMs += stepMs;
      this.asked = 0;
      this.engine.turn();
    }
  }

  /** Lets turns pass until it is so. */
  until(isSo: () => boolean, turns = 5_000): void {
    for (let turn = 0; turn < turns; turn++) {
      if (isSo()) return;
      this.pass(16);
    }
    throw new Error('it did not become so');
  }

  /** Loads a world and waits until its scene has begun. */
  load(source: Extract<Command, { readonly type: 'load' }>['source']): void {
    this.newest = undefined;
    this.send({ type: 'load', source });
    this.pass(200);
    this.until(() => this.newest !== undefined && this.newest.job === undefined);
  }

  private take(report: Report): void {
    const crossed: unknown = structuredClone(report);
    if (!isReport(crossed)) throw new Error('what was posted is no report');
    this.reports.push(crossed);
    if (crossed.type !== 'frame') return;
    this.newest = crossed;
    this.page.apply(crossed);
    this.engine.receive({ type: 'drawn', frame: crossed.frame });
  }
}
