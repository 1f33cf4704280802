import type { EditorFile } from './editing.ts';
import type { EntityId } from './ids.ts';
import type { MessageKind } from './messages.ts';
import type { Condition, Pace } from './time.ts';

/** What a world is made from; all of it fits in an address. */
export interface WorldSource {
  /** A preset's name, or the text of a topology file. Absent: the default cluster. */
  readonly topology?: string;
  readonly seed: number;
  /** A scene is a named beginning: files, commands and conditions. */
  readonly scene?: string;
  /** The text of a situation of the Raft laboratory, as in `docs/how-to.md`; it stands for a scene. */
  readonly situation?: string;
  readonly paused?: boolean;
  /** Inputs to replay, as an `inputs` report gave them. */
  readonly inputs?: string;
}

/** Something done to the world from outside its API. Targets are machines unless said otherwise. */
export type Fault =
  | { readonly fault: 'powerOff' | 'powerOn' | 'crash' | 'freeze' | 'unfreeze'; readonly target: EntityId }
  /** A process alone: `component/…`. */
  | { readonly fault: 'stop' | 'start'; readonly target: EntityId }
  | { readonly fault: 'cut' | 'heal'; readonly from: EntityId; readonly to: EntityId }
  /** All links of one machine. */
  | { readonly fault: 'isolate' | 'rejoin'; readonly target: EntityId }
  | { readonly fault: 'partition'; readonly sides: readonly (readonly EntityId[])[] }
  | { readonly fault: 'healAll' }
  | { readonly fault: 'slow'; readonly target: EntityId; readonly factor: number }
  | { readonly fault: 'loss'; readonly target: EntityId; readonly probability: number }
  | { readonly fault: 'fillDisk'; readonly target: EntityId }
  /** An etcd member's election timer ends now; it is asked to write an entry. */
  | { readonly fault: 'timeout' | 'propose'; readonly target: EntityId }
  /** One message: `message/…`. */
  | { readonly fault: 'hold' | 'release' | 'drop' | 'duplicate' | 'deliver'; readonly target: EntityId }
  | { readonly fault: 'delay'; readonly target: EntityId; readonly byMs: number }
  /** Any other verb of `orrery`, in the words that one would type after it. */
  | { readonly fault: 'verb'; readonly words: readonly string[] };

/** Page to worker. None waits for an answer; what has one is named in the comment. */
export type Command =
  /** Builds a new world; answered by `world`, then frames with `reset`. */
  | { readonly type: 'load'; readonly source: WorldSource }
  /** Tries once more to load the parts of the engine that are missing; answered by `parts`. */
  | { readonly type: 'loadParts' }
  /** The page has drawn frame `frame`: the worker may send the next. At most one frame is under way. */
  | { readonly type: 'drawn'; readonly frame: number }
  /** The page is hidden or shown again: a hidden page gets no frames and the world pauses. */
  | { readonly type: 'visible'; readonly visible: boolean }
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  | { readonly type: 'pace'; readonly pace: Pace }
  /** `event`: one event that a person can see the effect of; `back` undoes one. */
  | { readonly type: 'step'; readonly by: 'event' | 'back' }
  /** Runs to the next message of these kinds being sent, then pauses. */
  | { readonly type: 'stepToMessage'; readonly kinds: readonly MessageKind[] }
  | { readonly type: 'runUntil'; readonly condition: Condition }
  /** Shows the past (read only); `live` returns to the head of the branch. Input in the past begins a branch. */
  | { readonly type: 'rewind'; readonly atMs: number }
  | { readonly type: 'rewindToEvent'; readonly event: number }
  | { readonly type: 'live' }
  | { readonly type: 'branch'; readonly name?: string }
  | { readonly type: 'switchBranch'; readonly branch: string }
  | { readonly type: 'compareBranch'; readonly branch: string }
  | { readonly type: 'renameBranch'; readonly branch: string; readonly name: string }
  /** Terminal tabs: the page names them; see TerminalTab. `host` is a machine or a Pod (then `container` may be given). */
  | { readonly type: 'openTerminal'; readonly tab: string; readonly host: EntityId; readonly container?: string; readonly columns: number; readonly rows: number }
  | { readonly type: 'terminalInput'; readonly tab: string; readonly data: string }
  | { readonly type: 'terminalResize'; readonly tab: string; readonly columns: number; readonly rows: number }
  | { readonly type: 'closeTerminal'; readonly tab: string }
  /** Types a command into a tab and presses Enter: how verbs of menus and palette reach the world (`kubectl delete pod …`). Opens the tab when needed. */
  | { readonly type: 'run'; readonly tab: string; readonly command: string }
  /** Writes the files to the workstation and runs kubectl on them there. Answered by `applied` with the same `request`. */
  | { readonly type: 'apply'; readonly request: number; readonly mode: 'apply' | 'dryRun' | 'diff'; readonly files: readonly EditorFile[] }
  | { readonly type: 'fault'; readonly fault: Fault }
  /** What the inspector shows; `undefined` ends it. Answered by `inspection`, again whenever it changes. */
  | { readonly type: 'select'; readonly id: EntityId | undefined }
  /** One look at something that is hovered: answered by `glance`. */
  | { readonly type: 'glance'; readonly id: EntityId }
  /** Lanes under the timeline for these things; empty ends them. */
  | { readonly type: 'lanes'; readonly lanes: readonly EntityId[] };
