import { isReport, type Applied, type Command, type EntityId, type Pace, type Report, type WorldSource } from '../../protocol/index.ts';
import { keepInputs, noteCommand } from './kept-run.ts';
import { isSamePace } from './pace.ts';
import { useWorld } from './store.ts';
import { clearTerminals, writeTerminal } from './terminals.ts';
import { noWorld, applyFrame } from './world.ts';
import { notify, perspectives, setView, useView, type OpenFile } from './view.ts';

/** Whatever answers commands with reports: the worker, or a recording in tests. */
export interface Engine {
  readonly post: (command: Command) => void;
  readonly listen: (onReport: (report: Report) => void) => void;
}

let engine: Engine | undefined;
const queued: Command[] = [];

/** Sends a command to the world. Before the worker is there it waits. */
export function send(command: Command): void {
  noteCommand(command);
  if (engine) engine.post(command);
  else queued.push(command);
}

/** The engine in its worker. A dead worker (it could not be loaded, or ran out of memory) is said, never hidden. */
export function workerEngine(worker: Worker): Engine {
  return {
    post: (command) => worker.postMessage(command),
    listen: (onReport) => {
      worker.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (isReport(event.data)) onReport(event.data);
      });
      worker.addEventListener('error', (event) => {
        useWorld.setState({ stopped: { reason: 'bug', message: event.message || 'The worker ended.', seed: useWorld.getState().report?.seed ?? 0, event: useWorld.getState().clock?.event ?? 0, atMs: useWorld.getState().clock?.nowMs ?? 0 } });
      });
    },
  };
}

/** The engine behind a server that shows one world to several pages. What is asked before it answers waits; when it goes away the page says so. */
export function socketEngine(url: string): Engine {
  const socket = new WebSocket(url);
  const early: string[] = [];
  return {
    post: (command) => {
      const text = JSON.stringify(command);
      if (socket.readyState === WebSocket.CONNECTING) early.push(text);
      else if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    listen: (onReport) => {
      socket.addEventListener('open', () => {
        for (const text of early.splice(0)) socket.send(text);
      });
      socket.addEventListener('message', (event: MessageEvent<unknown>) => {
        const report: unknown = typeof event.data === 'string' ? JSON.parse(event.data) : undefined;
        if (isReport(report)) onReport(report);
      });
      socket.addEventListener('close', () => {
        const { report, clock } = useWorld.getState();
        useWorld.setState({ stopped: { reason: 'bug', message: 'The server of this world has gone away.', seed: report?.seed ?? 0, event: clock?.event ?? 0, atMs: clock?.nowMs ?? 0 } });
      });
    },
  };
}

/** Connects the page to an engine and asks it for the first world. */
export function connect(to: Engine, source: WorldSource): void {
  engine = to;
  to.listen(receive);
  send({ type: 'load', source });
  for (const command of queued.splice(0)) to.post(command);
}

/** Takes a report in. Frames are applied whole; the page answers once the browser is about to draw them. */
export function receive(report: Report): void {
  switch (report.type) {
    case 'frame':
      useWorld.setState((world) => applyFrame(world, report, performance.now()), true);
      for (const output of report.output ?? []) writeTerminal(output);
      if (isTaken(useView.getState().pace, report.clock.pace)) setView({ pace: undefined });
      acknowledge(report.frame);
      return;
    case 'world':
      useWorld.setState({ ...noWorld, report, frame: useWorld.getState().frame }, true);
      clearTerminals();
      setView({ applying: undefined, raftTab: undefined, stretch: undefined, customKinds: [] });
      window.dispatchEvent(new CustomEvent('orrery:world'));
      setView({ perspective: perspectives.find((perspective) => perspective === report.perspective) ?? useView.getState().perspective });
      openFiles(useView.getState().keptFiles ?? report.files.map((file) => ({ ...file, appliedText: file.text })));
      select(report.select);
      return;
    case 'inspection':
      if (report.id === useView.getState().selected) setView({ inspection: report });
      return;
    case 'glance': setView({ glance: report }); return;
    case 'applied': takeApplied(report); return;
    case 'comparison': setView({ comparison: report }); return;
    case 'inputs': keepInputs(report); return;
    case 'failure': notify(report.message); return;
    case 'customKinds': setView({ customKinds: report.kinds }); return;
    case 'scenes': useWorld.setState(({ report: world }) => (world ? { report: { ...world, scenes: report.scenes } } : {})); return;
    case 'parts': setView({ partsMissing: report.missing }); return;
  }
}

/** What a world brings to the editor; where it brings nothing, what is open stays. */
function openFiles(files: readonly OpenFile[]): void {
  setView({ keptFiles: undefined, ...(files.length > 0 ? { files, activeFile: files[0]?.name } : {}) });
}

const isTaken = (chosen: Pace | undefined, pace: Pace): boolean => chosen !== undefined && isSamePace(chosen, pace);

function acknowledge(frame: number): void {
  requestAnimationFrame(() => send({ type: 'drawn', frame }));
}

/** The refusal that an apply has brought into view. */
let refusalShown: EntityId | undefined;

/** Shows what came of an apply: a refusal is selected at once, and what was made when nothing else is looked at but the refusal before. */
function takeApplied(applied: Applied): void {
  const verdict = applied.status === 0 ? 'stored' : 'refused';
  setView(({ applying, files }) => ({ applied, applying: undefined, files: applied.mode === 'apply' ? files.map((file) => (file.name === applying ? { ...file, verdict } : file)) : files }));
  const refused = applied.refusals.find((refusal) => refusal.about !== undefined)?.about;
  const { selected } = useView.getState();
  if (refused !== undefined) select(refused);
  else if (applied.mode === 'apply' && (selected === undefined || selected === refusalShown)) select(applied.objects[0]?.id);
  refusalShown = refused;
}

/** Selects a thing in every view at once. */
export function select(id: EntityId | undefined): void {
  const view = useView.getState();
  if (view.selected === id) return;
  const trail = id === undefined ? view.trail : [...view.trail.slice(0, view.trailAt + 1), id].slice(-50);
  setView({ selected: id, inspection: undefined, trail, trailAt: trail.length - 1 });
  send({ type: 'select', id });
}

/** Back and forth through what was selected. */
export function walkTrail(by: 1 | -1): void {
  const { trail, trailAt } = useView.getState();
  const id = trail[trailAt + by];
  if (id === undefined) return;
  setView({ selected: id, inspection: undefined, trailAt: trailAt + by });
  send({ type: 'select', id });
}
