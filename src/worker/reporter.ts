import type { Clock, FrameDiff, Job, Report } from '../protocol/index.ts';
import { MessageRate, stoppedOf } from './clock-report.ts';
import type { History } from './history.ts';
import { builtInNames, kindNamesOf } from './kind-names.ts';
import type { PicturedPlace } from './pictures.ts';
import type { Playback } from './playback.ts';

/** Least wall time between two frames: about sixty a second. */
export const frameMs = 12;
/** Least wall time between two frames of a world that runs as fast as it can: messages are too quick to be followed. */
const hurriedFrameMs = 30;
/** Least wall time between two frames of a world that boots or is played again. */
const busyFrameMs = 80;
/** How often the inputs are reported, in wall milliseconds. */
export const inputsMs = 1_000;

/** Tells the page what changed: one frame at a time, and now and then what the run can be played again from. */
export class Reporter {
  /** Something has changed that the page has not been told of. */
  needsFrame = true;
  /** A booted world waits for the rest of the engine. */
  isWaitingForParts = false;
  private readonly post: (report: Report) => void;
  private readonly playback: Playback;
  private readonly canReplay: boolean;
  private readonly rate = new MessageRate();
  private frame = 0;
  private frameWallMs = 0;
  /** A frame is on its way to the page. */
  private isFrameOut = false;
  private inputsWallMs = 0;
  private inputsSent = '';
  /** The kinds that the page knows. */
  private kindsSent = builtInNames;
  /** The picture that the page has. */
  private pictureSent: PicturedPlace | undefined;

  /** @param canReplay whether the world can be made again from what was done through this page */
  constructor(post: (report: Report) => void, playback: Playback, canReplay = true) {
    this.post = post;
    this.playback = playback;
    this.canReplay = canReplay;
  }

  /** The page has drawn the frame of that number. */
  noteDrawn(frame: number): void {
    if (frame >= this.frame) this.isFrameOut = false;
  }

  /** The page draws nothing of what was sent: it has another world, or could not be seen. */
  beginAnew(): void {
    this.kindsSent = builtInNames;
    this.isFrameOut = false;
    this.needsFrame = true;
  }

  /** A frame waits for nothing but its time. */
  get isFrameDue(): boolean {
    return this.needsFrame && !this.isFrameOut;
  }

  /** The page waits for a frame, and the last was long enough ago: one is sent in this turn. */
  isFrameAtHand(history: History, isBooting: boolean, wallMs: number): boolean {
    const isBusy = isBooting || history.isReplaying;
    const hasNewPicture = history.pictured !== undefined && history.pictured !== this.pictureSent;
    const leastMs = isBusy && !hasNewPicture ? busyFrameMs : this.playback.isHurried ? hurriedFrameMs : frameMs;
    return !this.isFrameOut && wallMs - this.frameWallMs >= leastMs && (this.needsFrame || this.playback.isRunning);
  }

  /** Reports what is to be reported now. */
  report(history: History, isBooting: boolean, wallMs: number): void {
    if (wallMs - this.inputsWallMs >= inputsMs && this.hasNewInputs(history, isBooting)) this.sendInputs(history, wallMs);
    if (this.isFrameAtHand(history, isBooting, wallMs)) this.sendFrame(history, isBooting, wallMs);
    // What is said goes with what is drawn; when nothing is drawn any more, the last word is still owed.
    else if (this.needsFrame || this.playback.isRunning) return;
    const inspection = history.pictured ? undefined : history.shown.inspector.inspection(wallMs);
    if (inspection) this.post(inspection);
  }

  /** Whether the branch has gone on since its inputs were reported. */
  hasNewInputs(history: History, isBooting: boolean): boolean {
    return this.canReplay && !isBooting && !history.isReplaying && this.inputsSent !== this.inputsKey(history);
  }

  private inputsKey({ live, branches }: History): string {
    return `${branches.current} ${live.log.all.length} ${live.place.event} ${this.playback.isRunning}`;
  }

  private sendInputs(history: History, wallMs: number): void {
    this.inputsWallMs = wallMs;
    this.inputsSent = this.inputsKey(history);
    this.post({ type: 'inputs', inputs: history.savedText, paused: !this.playback.isRunning });
  }

  private sendFrame(history: History, isBooting: boolean, wallMs: number): void {
    this.isFrameOut = true;
    this.needsFrame = false;
    this.frameWallMs = wallMs;
    this.frame++;
    history.noteHead();
    const job: Job | undefined = isBooting ? { what: { say: this.isWaitingForParts ? 'job.loading' : 'job.booting' } } : history.job(wallMs);
    const clock = this.playback.clock(history, this.rate.note(wallMs, history.shown.world.network.sentCount), !isBooting && !history.isReplaying);
    const { pictured } = history;
    this.post({
      ...(pictured ? this.pictureOnce(pictured, history) : this.changes(history, clock, wallMs)),
      frame: this.frame,
      clock,
      ...(job ? { job } : {}),
    });
    this.pictureSent = pictured;
    this.sendKinds(history);
  }

  /** What definitions of the world have added, when that has changed. */
  private sendKinds({ shown }: History): void {
    const names = kindNamesOf(shown.world);
    if (names === this.kindsSent) return;
    this.kindsSent = names;
    const kinds = names.registry.all.flatMap(({ apiVersion, kind, custom }) => (custom ? [{ apiVersion, kind, schema: custom.schema }] : []));
    this.post({ type: 'customKinds', kinds });
  }

  private pictureOnce(pictured: PicturedPlace, { branches }: History): Omit<FrameDiff, 'clock' | 'frame'> {
    return pictured === this.pictureSent ? { type: 'frame' } : { ...pictured.picture, ...patchOf('branches', branches.rows.all()) };
  }

  private changes({ shown, branches }: History, clock: Clock, wallMs: number): FrameDiff {
    const output = shown.terminals.takeOutput();
    const stopped = stoppedOf(shown.world);
    return {
      ...shown.frames.frame(this.frame, clock, wallMs),
      ...patchOf('branches', branches.rows.take()),
      ...patchOf('terminals', shown.terminals.tabs.take()),
      ...(output.length > 0 ? { output } : {}),
      ...(stopped ? { stopped } : {}),
    };
  }
}

/** The patch as a field; nothing when there is none. */
function patchOf<Name extends 'branches' | 'terminals'>(name: Name, patch: FrameDiff[Name] | undefined): Pick<FrameDiff, Name> {
  return (patch === undefined ? {} : { [name]: patch }) as Pick<FrameDiff, Name>;
}
