import { create } from 'zustand';
import type { Applied, Comparison, CustomKind, EditorFile, EntityId, Glance, Inspection, Pace } from '../../protocol/index.ts';
import type { Language } from '../i18n/index.ts';
import type { KeptRun } from './kept-run.ts';
import type { Stretch } from './stretch.ts';

/** The six ways of looking at one world. */
export type Perspective = 'cluster' | 'traffic' | 'ownership' | 'raft' | 'scheduling' | 'loop';

/** Every perspective in the header's order. */
export const perspectives: readonly Perspective[] = ['cluster', 'traffic', 'ownership', 'raft', 'scheduling', 'loop'];

/** The inspector's tabs. */
export type InspectorTab = 'why' | 'state' | 'yaml' | 'events' | 'related';

/** What is looked into beside the picture of Raft. */
export type RaftTab = 'next' | 'break' | 'group' | 'client' | 'situations' | 'words';

/** On a phone one thing is shown at a time. */
export type PhoneTab = 'map' | 'yaml' | 'terminal' | 'why';

/** A file in the editor, the text of it that was last applied, and what became of that. */
export interface OpenFile extends EditorFile {
  readonly appliedText?: string;
  readonly verdict?: 'stored' | 'refused';
}

/** Where a menu of verbs stands, and what it is about. */
export interface MenuAt { readonly x: number; readonly y: number; readonly id: EntityId }

/** Something the page has to say. */
export interface Notice { readonly text: string; readonly id: number }

/** How the page looks at the world; nothing of the world itself. */
export interface View {
  readonly perspective: Perspective;
  readonly selected: EntityId | undefined;
  readonly hovered: EntityId | undefined;
  /** Selections one has been at, for `[` and `]`. */
  readonly trail: readonly EntityId[];
  readonly trailAt: number;
  readonly inspection: Inspection | undefined;
  readonly glance: Glance | undefined;
  readonly inspectorTab: InspectorTab;
  readonly theme: 'light' | 'dark';
  readonly language: Language;
  readonly presenter: boolean;
  readonly docksOpen: boolean;
  readonly timeFolded: boolean;
  readonly lanesOpen: boolean;
  /** What the timeline was narrowed to; absent: the whole run. */
  readonly stretch: Stretch | undefined;
  /** The pace that was chosen, until the world has taken it. */
  readonly pace: Pace | undefined;
  readonly phoneTab: PhoneTab;
  /** Absent: what suits the world. */
  readonly raftTab: RaftTab | undefined;
  readonly files: readonly OpenFile[];
  readonly activeFile: string | undefined;
  readonly applied: Applied | undefined;
  /** The file that was sent and has no answer yet. */
  readonly applying: string | undefined;
  readonly tour: number | undefined;
  readonly dialog: 'keys' | 'signs' | 'share' | 'list' | 'world' | 'branches' | undefined;
  /** How another branch differs from what is shown, once it was asked. */
  readonly comparison: Comparison | undefined;
  readonly filter: string | undefined;
  readonly menu: MenuAt | undefined;
  /** Message and phase classes that the legend has switched off. */
  readonly muted: ReadonlySet<string>;
  /** Kinds that the world's definitions add. */
  readonly customKinds: readonly CustomKind[];
  /** Why the rest of the engine could not be loaded. */
  readonly partsMissing: string | undefined;
  /** The run that was left in this browser, while it is offered. */
  readonly lastRun: KeptRun | undefined;
  /** What stood in the editor of the run that is gone on with, until its world is there. */
  readonly keptFiles: readonly OpenFile[] | undefined;
  /** What the page has to say, the oldest first. */
  readonly notices: readonly Notice[];
}

/** The view's state; actions and components change it by `setView`. */
export const useView = create<View>()(() => ({
  perspective: 'cluster', selected: undefined, hovered: undefined, trail: [], trailAt: -1, inspection: undefined, glance: undefined,
  inspectorTab: 'why', theme: 'light', language: 'en', presenter: false, docksOpen: true, timeFolded: false, lanesOpen: false, stretch: undefined, pace: undefined,
  phoneTab: 'map', raftTab: undefined, files: [], activeFile: undefined, applied: undefined, applying: undefined, tour: undefined, dialog: undefined, comparison: undefined, filter: undefined,
  menu: undefined, muted: new Set<string>(), customKinds: [], partsMissing: undefined, lastRun: undefined, keptFiles: undefined, notices: [],
}));

/** Changes the view. */
export const setView = useView.setState;

/** Notices that stand at a time; the oldest give way. */
const mostNotices = 4;

/** Says what the page did (copied, saved, branch made) or could not do. Each stays until it was read; the same is not said twice. */
export function notify(text: string): void {
  setView(({ notices }) => ({ notices: [...notices.filter((notice) => notice.text !== text), { text, id: (notices.at(-1)?.id ?? 0) + 1 }].slice(-mostNotices) }));
}

/** Takes a notice away. */
export function dismiss(id: number): void {
  setView(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}
