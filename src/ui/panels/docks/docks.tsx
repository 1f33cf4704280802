import { Actions, DockLocation, Layout, Model, type Action, type IJsonModel, type ITabSetRenderValues, type TabNode, type TabSetNode } from 'flexlayout-react';
import 'flexlayout-react/style/underline.css';
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { cx, Ghost, Icon, IconButton } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { send } from '../../state/link.ts';
import { closeFile, newFile } from '../../state/files.ts';
import { setView, useView } from '../../state/view.ts';
import { FileTab } from '../editor/file-tab.tsx';
import { Gallery } from '../editor/gallery.tsx';
import { EventsTable } from '../tables/events-table.tsx';
import { RequestsTable } from '../tables/requests-table.tsx';
import { TerminalTab } from '../terminal/terminal-tab.tsx';
import styles from './docks.module.css';
import './flexlayout.css';

const first: IJsonModel = {
  global: { tabEnableRename: false, tabSetEnableMaximize: false, tabSetEnableDeleteWhenEmpty: false, tabEnableRenderOnDemand: true, tabSetMinHeight: 80, tabSetMinWidth: 180 },
  layout: {
    type: 'row', children: [
      { type: 'tabset', id: 'editor', weight: 50, children: [] },
      { type: 'tabset', id: 'terminals', weight: 50, children: [{ type: 'tab', id: 'terminal:workstation', name: 'workstation', component: 'terminal', enableClose: false }] },
    ],
  },
};
const model = Model.fromJson(first);

/** Opens a tab, or brings it to the front. */
function show(id: string, name: string, component: string, tabset: 'editor' | 'terminals'): void {
  if (model.getNodeById(id)) { model.doAction(Actions.selectTab(id)); return; }
  const target = model.getNodeById(tabset) ? tabset : model.getFirstTabSet()?.getId();
  if (target !== undefined) model.doAction(Actions.addTab({ type: 'tab', id, name, component }, target, DockLocation.CENTER, -1, true));
}

/** Opens one more terminal on the workstation. */
function newTerminal(): void {
  let number = 2;
  while (model.getNodeById(`terminal:workstation-${number}`)) number++;
  showTerminal(`workstation-${number}`);
}

function showTerminal(tab: string): void {
  show(`terminal:${tab}`, tab.replace('-', ' '), 'terminal', 'terminals');
}

/** Keeps the editor's tabs in step with the files: one a file, and a start page when there is none. */
function useFileTabs(): void {
  const names = useView((view) => view.files.map((file) => file.name).join('\n'));
  const active = useView((view) => view.activeFile);
  const untitled = useWords()('dock.untitled');
  useEffect(() => {
    const wanted = names === '' ? [] : names.split('\n');
    const known: string[] = [];
    model.visitNodes((node) => { if (node.getType() === 'tab' && node.getId().startsWith('file:')) known.push(node.getId()); });
    for (const name of wanted) if (!known.includes(`file:${name}`)) show(`file:${name}`, name, 'file', 'editor');
    for (const id of known) if (!wanted.includes(id.slice(5))) model.doAction(Actions.deleteTab(id));
    if (wanted.length === 0) show('start', untitled, 'start', 'editor');
    else if (model.getNodeById('start')) model.doAction(Actions.deleteTab('start'));
  }, [names, untitled]);
  useEffect(() => {
    if (active !== undefined && model.getNodeById(`file:${active}`)) model.doAction(Actions.selectTab(`file:${active}`));
  }, [active, names]);
}

/** Tabs that are the page's own are called so in the language that is spoken now. */
function useTabNames(): void {
  const say = useWords();
  useEffect(() => {
    for (const [id, word] of ownTabs) if (model.getNodeById(id)) model.doAction(Actions.renameTab(id, say(word)));
  }, [say]);
}

const ownTabs = [['start', 'dock.untitled'], ['gallery', 'dock.examples'], ['events', 'dock.events'], ['requests', 'dock.requests']] as const;

function factory(node: TabNode) {
  const id = node.getId();
  switch (node.getComponent()) {
    case 'file': return <FileTab name={id.slice(5)} />;
    case 'start': return <Gallery />;
    // Who has chosen an example is done with the list of them.
    case 'gallery': return <Gallery onPick={() => model.doAction(Actions.deleteTab(id))} />;
    case 'terminal': return <TerminalTab tab={id.slice('terminal:'.length)} />;
    case 'events': return <EventsTable />;
    case 'requests': return <RequestsTable />;
    default: return null;
  }
}

function onAction(action: Action): Action | undefined {
  const data = action.data as Readonly<Record<string, unknown>>;
  const named = data['node'] ?? data['tabNode'];
  const id = typeof named === 'string' ? named : '';
  if (action.type === Actions.DELETE_TAB && id.startsWith('file:')) closeFile(id.slice(5));
  if (action.type === Actions.DELETE_TAB && id.startsWith('terminal:')) send({ type: 'closeTerminal', tab: id.slice('terminal:'.length) });
  if (action.type === Actions.SELECT_TAB && id.startsWith('file:')) setView({ activeFile: id.slice(5) });
  return action;
}

/** Tabs that hold the page's own buttons beside them. */
function useTabSetButtons(): (node: TabSetNode | { getId(): string }, values: ITabSetRenderValues) => void {
  const say = useWords();
  return (node, values) => {
    if (node.getId() === 'editor') {
      values.stickyButtons.push(<IconButton key="add" icon="plus" hint={{ label: say('dock.newFile') }} onClick={newFile} />);
      if (!model.getNodeById('gallery')) values.buttons.push(<Ghost key="examples" onClick={() => show('gallery', say('dock.examples'), 'gallery', 'editor')}>{say('dock.examples')}</Ghost>);
    }
    if (node.getId() === 'terminals') {
      values.stickyButtons.push(<IconButton key="add" icon="plus" hint={{ label: say('dock.newTerminal') }} onClick={newTerminal} />);
      // What is open already is a tab beside them.
      if (!model.getNodeById('events')) values.buttons.push(<Ghost key="events" onClick={() => show('events', say('dock.events'), 'events', 'terminals')}>{say('dock.events')}</Ghost>);
      if (!model.getNodeById('requests')) values.buttons.push(<Ghost key="requests" onClick={() => show('requests', say('dock.requests'), 'requests', 'terminals')}>{say('dock.requests')}</Ghost>);
    }
  };
}

/** On a low page the map keeps more of it. */
function firstHeight(): number {
  if (window.innerHeight < 820) return 224;
  return window.innerWidth >= 1920 ? 320 : 268;
}

/** The height of the docks, dragged at their upper edge. */
function useHeight(): readonly [number, { readonly onPointerDown: (event: PointerEvent) => void; readonly onKeyDown: (event: KeyboardEvent) => void }] {
  const [height, setHeight] = useState(firstHeight);
  const clamp = (value: number): number => Math.max(100, Math.min(window.innerHeight - 260, value));
  return [height, {
    onPointerDown: (event) => {
      const start = event.clientY + height;
      const move = (moved: globalThis.PointerEvent): void => setHeight(clamp(start - moved.clientY));
      const end = (): void => { window.removeEventListener('pointermove', move); window.removeEventListener('pointerup', end); };
      window.addEventListener('pointermove', move);
      window.addEventListener('pointerup', end);
    },
    onKeyDown: (event) => {
      const by = { ArrowUp: 20, ArrowDown: -20 }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      setHeight(clamp(height + by));
    },
  }];
}

/** Editor, terminals and tables, docked under the map: split, drag, close and restore. */
export function Docks() {
  const say = useWords();
  const open = useView((view) => view.docksOpen);
  const hasLanes = useView((view) => view.lanesOpen);
  const [height, handle] = useHeight();
  const buttons = useTabSetButtons();
  const layout = useRef(null);
  useFileTabs();
  useTabNames();
  useEffect(() => {
    const bring = (event: Event): void => {
      if (!(event instanceof CustomEvent) || typeof event.detail !== 'string') return;
      const id = event.detail;
      if (id.startsWith('terminal:')) showTerminal(id.slice('terminal:'.length));
      if (id === 'gallery') show('gallery', say('dock.examples'), 'gallery', 'editor');
    };
    window.addEventListener('orrery:show', bring);
    return () => window.removeEventListener('orrery:show', bring);
  }, [say]);
  if (!open) {
    return <div className={styles.closed}><Ghost hint={{ label: say('dock.restore'), keys: 'd' }} onClick={() => setView({ docksOpen: true })}>{say('dock.restore')}</Ghost></div>;
  }
  return (
    <section className={cx(styles.docks, hasLanes && styles.besideLanes)} style={{ height }} aria-label={say('action.docks')}>
      <div className={styles.handle} role="separator" aria-orientation="horizontal" aria-label={say('dock.resize')} aria-valuenow={height} tabIndex={0} {...handle} />
      <Layout ref={layout} model={model} factory={factory} onAction={onAction} onRenderTabSet={buttons} onRenderTab={(node, values) => { if (node.getId().startsWith('file:')) values.content = <FileName name={node.getId().slice(5)} />; }} />
    </section>
  );
}

function FileName({ name }: { readonly name: string }) {
  const say = useWords();
  const file = useView((view) => view.files.find((candidate) => candidate.name === name));
  const refusals = useView((view) => view.applied?.refusals.filter((refusal) => refusal.file === name).length ?? 0);
  // What the server has said of it as it stands is remembered, also when another file was applied since.
  const isRefused = refusals === 0 && file?.verdict === 'refused' && file.appliedText === file.text;
  return (
    <>
      {name}
      {refusals > 0 && <span className={styles.badge}>{refusals}</span>}
      {isRefused && <span className={styles.badge} title={say('editor.refused')}><Icon name="cross" size={9} /></span>}
      {refusals === 0 && !isRefused && file && file.appliedText !== file.text && file.text !== '' && <i className={styles.dot} title={say('dock.notApplied')} />}
    </>
  );
}
