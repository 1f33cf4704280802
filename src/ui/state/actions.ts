import { parseObjectId, type Command, type Condition } from '../../protocol/index.ts';
import { changeLanguage, type WordKey } from '../i18n/index.ts';
import type { KeptRun } from './kept-run.ts';
import { send, select, walkTrail } from './link.ts';
import { choosePace, paceNow } from './chosen-pace.ts';
import { paceAt, paceStep, scaleOf } from './pace.ts';
import { newestOfYours, sortedMembers, sortedNodes } from './queries.ts';
import { useWorld } from './store.ts';
import { perspectives, setView, useView, type Perspective } from './view.ts';
import { wholeTime, zoomStep, zoomTime } from './zoom-time.ts';

/** Something a person can do: found by name, done by key, shown with the command that does the same. */
export interface Action {
  readonly id: string;
  readonly label: WordKey;
  /** Keys as `KeyboardEvent.key`, with `Ctrl+` or `Shift+` in front; the first is shown. */
  readonly keys: readonly string[];
  /** The command line that does the same, where there is one. */
  readonly twin?: string;
  readonly run: () => void;
  /** Also while a text is typed. */
  readonly everywhere?: true;
}

const clock = () => useWorld.getState().clock;

/** How long an answer to a press may take, in milliseconds of the page. */
const answerMs = 1_000;
/** What was asked of time last, and when. */
let asked: { readonly running: boolean; readonly atMs: number } | undefined;

/** Plays or pauses. A second press counts from the first, also before the world has answered that. */
export function playPause(): void {
  const atMs = performance.now();
  const running = asked !== undefined && atMs - asked.atMs < answerMs ? asked.running : clock()?.running ?? true;
  asked = { running: !running, atMs };
  send({ type: running ? 'pause' : 'play' });
}

/** One graduation faster or slower. */
export function shiftPace(by: 1 | -1): void {
  const pace = paceNow();
  choosePace(paceAt(scaleOf(pace), paceStep(pace) + by));
}

/** Turns light and dark. */
export function setTheme(theme: 'light' | 'dark'): void {
  document.documentElement.dataset['theme'] = theme;
  document.documentElement.dataset['mantineColorScheme'] = theme;
  try {
    localStorage.setItem('orrery.theme', theme);
  } catch {
    // Without storage the theme lasts as long as the page.
  }
  setView({ theme });
}

/** Turns English and Chinese. */
export function toggleLanguage(): void {
  const language = useView.getState().language === 'en' ? 'zh' : 'en';
  changeLanguage(language);
  setView({ language });
}

/** Presenter mode: everything half as large again, docks closed. */
export function togglePresenter(): void {
  const presenter = !useView.getState().presenter;
  if (presenter) document.documentElement.dataset['presenter'] = '';
  else delete document.documentElement.dataset['presenter'];
  setView({ presenter, docksOpen: !presenter });
}

/** Looks at the world in another way. The path of nothing is no picture: the newest Pod's is drawn until something is picked. */
export function show(perspective: Perspective): void {
  if (perspective === 'loop' && useView.getState().selected === undefined) select(newestOfYours(useWorld.getState().pods)?.id);
  setView({ perspective, phoneTab: 'map' });
}

/** Shows the gallery of the Raft laboratory. */
export function showSituations(): void {
  show('raft');
  setView({ raftTab: 'situations' });
}

/** Out of whatever is innermost: menu, dialog, tour, filter, selection. */
function climb(): void {
  const view = useView.getState();
  if (view.menu) setView({ menu: undefined });
  else if (view.dialog) setView({ dialog: undefined });
  else if (view.filter !== undefined) setView({ filter: undefined });
  else if (view.tour !== undefined) endTour();
  else select(undefined);
}

/** Ends the tour, and remembers that it was seen. */
export function endTour(): void {
  setView({ tour: undefined });
  try {
    localStorage.setItem('orrery.tour', 'seen');
  } catch {
    // It will be offered again.
  }
}

/** Picks a node or, in the Raft view, a member by its number. */
function pick(number: number): void {
  const world = useWorld.getState();
  const rows = useView.getState().perspective === 'raft' ? sortedMembers(world.members) : sortedNodes(world.nodes);
  const row = rows[number - 1];
  if (row) select(row.id);
}

function selectOwner(): void {
  const { selected } = useView.getState();
  if (selected === undefined) return;
  const world = useWorld.getState();
  const owner = world.pods.get(selected)?.owner ?? world.objects.get(selected)?.owners[0];
  if (owner !== undefined) select(owner);
}

/** The first of the workstation's terminals in which nothing runs: what runs in another is not disturbed. */
function freeTerminal(): string {
  const { terminals } = useWorld.getState();
  const isTaken = (tab: string): boolean => { const row = terminals.get(tab); return row !== undefined && (row.busy || row.ended); };
  let number = 1;
  while (isTaken(number === 1 ? 'workstation' : `workstation-${number}`)) number++;
  return number === 1 ? 'workstation' : `workstation-${number}`;
}

/** Types a command into a terminal of the workstation. */
export function runCommand(command: string): void {
  const tab = freeTerminal();
  setView({ docksOpen: true, phoneTab: useView.getState().phoneTab === 'map' ? 'map' : 'terminal' });
  window.dispatchEvent(new CustomEvent('orrery:show', { detail: `terminal:${tab}` }));
  send({ type: 'run', tab, command });
}

const zoom = (how: 'in' | 'out' | 'fit') => () => void window.dispatchEvent(new CustomEvent('orrery:zoom', { detail: how }));
const act = (command: Command) => () => send(command);

/** Goes on with a run that was kept. */
export function goOnWith({ source, files }: KeptRun): void {
  setView({ dialog: undefined, lastRun: undefined, keptFiles: files });
  send({ type: 'load', source });
}

/** Every action of the page. */
export const actions: readonly Action[] = [
  { id: 'play', label: 'action.playPause', keys: [' '], run: playPause },
  { id: 'step', label: 'time.step', keys: ['ArrowRight', '.', 'PageDown'], run: act({ type: 'step', by: 'event' }) },
  { id: 'back', label: 'time.back', keys: ['ArrowLeft', 'PageUp'], run: act({ type: 'step', by: 'back' }) },
  { id: 'stepMessage', label: 'action.stepMessage', keys: ['n'], run: act({ type: 'stepToMessage', kinds: ['request', 'response', 'watch'] }) },
  { id: 'faster', label: 'action.faster', keys: ['>', 'Shift+>'], run: () => shiftPace(1) },
  { id: 'slower', label: 'action.slower', keys: ['<', 'Shift+<'], run: () => shiftPace(-1) },
  { id: 'start', label: 'action.toStart', keys: ['Home'], run: act({ type: 'rewind', atMs: 0 }) },
  { id: 'end', label: 'action.toEnd', keys: ['End'], run: act({ type: 'live' }) },
  { id: 'find', label: 'action.find', keys: [':', 'Shift+:', 'Ctrl+k'], run: () => void window.dispatchEvent(new CustomEvent('orrery:find')) },
  { id: 'filter', label: 'action.filter', keys: ['/'], run: () => setView({ filter: '', perspective: 'cluster' }) },
  { id: 'keys', label: 'action.keys', keys: ['?', 'Shift+?'], run: () => setView({ dialog: 'keys' }) },
  { id: 'signs', label: 'signs.title', keys: ['m'], run: () => setView((view) => ({ dialog: view.dialog === 'signs' ? undefined : 'signs' })) },
  { id: 'list', label: 'action.list', keys: ['l'], run: () => setView((view) => ({ dialog: view.dialog === 'list' ? undefined : 'list' })) },
  { id: 'climb', label: 'action.climb', keys: ['Escape'], run: climb, everywhere: true },
  { id: 'trailBack', label: 'action.trailBack', keys: ['['], run: () => walkTrail(-1) },
  { id: 'trailForward', label: 'action.trailForward', keys: [']'], run: () => walkTrail(1) },
  { id: 'owner', label: 'action.owner', keys: ['o'], run: selectOwner },
  { id: 'zoomIn', label: 'map.zoomIn', keys: ['+', '=', 'Shift++'], run: zoom('in') },
  { id: 'zoomOut', label: 'map.zoomOut', keys: ['-'], run: zoom('out') },
  { id: 'fit', label: 'map.fit', keys: ['0'], run: zoom('fit') },
  { id: 'docks', label: 'action.docks', keys: ['d'], run: () => setView((view) => ({ docksOpen: !view.docksOpen })) },
  { id: 'timeFold', label: 'action.timeFold', keys: ['Shift+T'], run: () => setView((view) => ({ timeFolded: !view.timeFolded })) },
  { id: 'lanes', label: 'time.lanes', keys: ['t'], run: () => setView((view) => ({ lanesOpen: !view.lanesOpen })) },
  { id: 'timeIn', label: 'time.zoomIn', keys: ['Shift+ArrowUp'], run: () => zoomTime(1 / zoomStep) },
  { id: 'timeOut', label: 'time.zoomOut', keys: ['Shift+ArrowDown'], run: () => zoomTime(zoomStep) },
  { id: 'timeWhole', label: 'time.whole', keys: ['Shift+Home'], run: wholeTime },
  { id: 'presenter', label: 'action.presenter', keys: ['Shift+P'], run: togglePresenter },
  { id: 'theme', label: 'action.theme', keys: ['Shift+D'], run: () => setTheme(useView.getState().theme === 'dark' ? 'light' : 'dark') },
  { id: 'language', label: 'action.language', keys: ['Shift+L'], run: toggleLanguage },
  { id: 'tour', label: 'action.tour', keys: [], run: () => setView({ tour: 1, perspective: 'cluster' }) },
  { id: 'share', label: 'action.share', keys: [], run: () => setView({ dialog: 'share' }) },
  { id: 'situations', label: 'situation.gallery', keys: [], run: showSituations },
  { id: 'newWorld', label: 'action.newWorld', keys: [], run: () => setView({ dialog: 'world' }) },
  ...perspectives.map((perspective, i): Action => ({
    id: `perspective.${perspective}`, label: `perspective.${perspective}`, keys: [`Alt+${i + 1}`], run: () => show(perspective),
  })),
  ...Array.from({ length: 9 }, (_, i): Action => ({ id: `pick.${i + 1}`, label: 'action.worker', keys: [String(i + 1)], run: () => pick(i + 1) })),
];

const byKey = new Map(actions.flatMap((action) => action.keys.map((key) => [key, action] as const)));

/** The action that a key means, if it means one here. */
export function actionFor(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): Action | undefined {
  const { key } = event;
  if (event.ctrlKey || event.metaKey) return byKey.get(`Ctrl+${key}`);
  if (event.altKey) return byKey.get(`Alt+${key}`);
  return (event.shiftKey ? byKey.get(`Shift+${key}`) : undefined) ?? (event.shiftKey && /^[A-Z]$/.test(key) ? undefined : byKey.get(key));
}

/** A key as it is printed. */
export function keyText(key: string | undefined): string | undefined {
  const names: Readonly<Record<string, string>> = { ' ': 'Space', ArrowRight: '→', ArrowLeft: '←', ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc' };
  return key === undefined ? undefined : names[key] ?? (key === '+' ? key : key.split('+').map((part) => names[part] ?? part).join(' ')).replace('Ctrl k', 'Ctrl K');
}

/** An action by its id. */
export const action = (id: string): Action | undefined => actions.find((candidate) => candidate.id === id);

/** Conditions to run until, with what is selected; undefined ones need a selection first. */
export function conditions(selected: string | undefined): readonly { readonly label: WordKey; readonly needs?: WordKey; readonly condition: Condition | undefined }[] {
  const object = selected === undefined ? undefined : parseObjectId(selected);
  const pod = object?.kind === 'Pod' ? selected : undefined;
  const workload = object !== undefined && ['Deployment', 'StatefulSet', 'DaemonSet'].includes(object.kind) ? selected : undefined;
  return [
    { label: 'until.leader', condition: { until: 'leader' } },
    { label: 'until.podReady', needs: 'until.needsPod', condition: pod === undefined ? undefined : { until: 'podReady', pod } },
    { label: 'until.nextBind', condition: { until: 'nextBind' } },
    { label: 'until.rolloutDone', needs: 'until.needsRollout', condition: workload === undefined ? undefined : { until: 'rolloutDone', workload } },
    { label: 'until.idle', condition: { until: 'idle' } },
    { label: 'until.request', condition: { until: 'message', kinds: ['request'] } },
    { label: 'until.response', condition: { until: 'message', kinds: ['response'] } },
    { label: 'until.watch', condition: { until: 'message', kinds: ['watch'] } },
    { label: 'until.raft', condition: { until: 'message', kinds: ['append', 'vote', 'preVote', 'snapshot'] } },
    { label: 'until.vote', condition: { until: 'message', kinds: ['vote', 'preVote', 'voteGranted', 'voteRefused'] } },
    { label: 'until.traffic', condition: { until: 'message', kinds: ['traffic'] } },
  ];
}
