import { useState, type PointerEvent } from 'react';
import { cx, Icon, IconButton, Mark, type IconName } from '../design/index.ts';
import { useWords } from '../i18n/use-words.ts';
import { PhoneMap } from '../graph/maps/phone-map.tsx';
import { FileTab } from '../panels/editor/file-tab.tsx';
import { Gallery } from '../panels/editor/gallery.tsx';
import { Inspector } from '../panels/inspector/inspector.tsx';
import { EventsTable } from '../panels/tables/events-table.tsx';
import { RequestsTable } from '../panels/tables/requests-table.tsx';
import { TerminalTab } from '../panels/terminal/terminal-tab.tsx';
import { ClockFace, Crank, RunUntil, StepButton } from '../panels/time/time-bar.tsx';
import { Timeline } from '../panels/time/timeline.tsx';
import { action, show, toggleLanguage } from '../state/actions.ts';
import { perspectives, setView, useView, type PhoneTab } from '../state/view.ts';
import { Boundary } from './boundary.tsx';
import { JobLine, PartsBar, StoppedBar } from './floating.tsx';
import { SceneMenu } from './header.tsx';
import { Menu } from '@mantine/core';
import styles from './phone.module.css';
import { Tour } from './tour.tsx';
import { PerspectiveView } from './views.tsx';

const tabs: readonly (readonly [PhoneTab, IconName])[] = [['map', 'map'], ['yaml', 'code'], ['terminal', 'term'], ['why', 'why']];

function More() {
  const say = useWords();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target><IconButton icon="dots" className={styles.tap ?? ''} hint={{ label: say('app.more') }} /></Menu.Target>
      <Menu.Dropdown>
        {perspectives.map((perspective) => <Menu.Item key={perspective} onClick={() => show(perspective)}>{say(`perspective.${perspective}`)}</Menu.Item>)}
        <Menu.Divider />
        <Menu.Item onClick={() => action('end')?.run()}>{say('time.live')}</Menu.Item>
        <Menu.Item onClick={() => action('faster')?.run()}>{say('action.faster')}</Menu.Item>
        <Menu.Item onClick={() => action('slower')?.run()}>{say('action.slower')}</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={toggleLanguage}>{say('app.language')}</Menu.Item>
        <Menu.Item onClick={() => action('theme')?.run()}>{say('app.theme')}</Menu.Item>
        <Menu.Item onClick={() => setView({ dialog: 'share' })}>{say('app.share')}</Menu.Item>
        <Menu.Item onClick={() => setView({ dialog: 'list' })}>{say('app.list')}</Menu.Item>
        <Menu.Item onClick={() => setView({ dialog: 'signs' })}>{say('signs.title')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

type SheetHeight = 'peek' | 'half' | 'full';

/** The sheet over the map: peek, half or whole, dragged by its grip. */
function Sheet({ first }: { readonly first: SheetHeight }) {
  const say = useWords();
  const selected = useView((view) => view.selected);
  const [height, setHeight] = useState(first);
  if (selected === undefined) return null;
  const drag = (event: PointerEvent): void => {
    const start = event.clientY;
    const end = (up: globalThis.PointerEvent): void => {
      window.removeEventListener('pointerup', end);
      const moved = up.clientY - start;
      setHeight((now) => (Math.abs(moved) < 8 ? (now === 'full' ? 'peek' : now === 'half' ? 'full' : 'half') : moved < 0 ? (now === 'peek' ? 'half' : 'full') : now === 'full' ? 'half' : 'peek'));
    };
    window.addEventListener('pointerup', end);
  };
  return (
    <section className={cx(styles.sheet, styles[height])} aria-label={say('inspector.label')}>
      <button type="button" className={styles.grip} aria-label={say('dock.resize')} onPointerDown={drag} onKeyDown={(event) => { if (event.key === 'Enter') setHeight(height === 'full' ? 'peek' : 'full'); }} />
      <Inspector />
    </section>
  );
}

/** The open files, and the way to the examples. */
function Files() {
  const say = useWords();
  const files = useView((view) => view.files);
  const active = useView((view) => view.activeFile);
  if (files.length === 0) return <span />;
  return (
    <div className={styles.strip}>
      {files.map(({ name }) => <button key={name} type="button" aria-pressed={name === active} onClick={() => setView({ activeFile: name })}>{name}</button>)}
      <span className={styles.grow} />
      <button type="button" aria-pressed={active === undefined} onClick={() => setView({ activeFile: undefined })}>{say('dock.examples')}</button>
    </div>
  );
}

const told = ['workstation', 'events', 'requests'] as const;

/** The workstation's terminal, and the tables that stand beside it on a larger screen. */
function Told() {
  const say = useWords();
  const [shown, setShown] = useState<(typeof told)[number]>('workstation');
  const selected = useView((view) => view.selected);
  const [before] = useState(selected);
  return (
    <>
      <div className={styles.files}>
        <div className={styles.strip}>{told.map((name) => <button key={name} type="button" aria-pressed={name === shown} onClick={() => setShown(name)}>{name === 'workstation' ? name : say(`dock.${name}`)}</button>)}</div>
        <div>{shown === 'workstation' ? <TerminalTab tab="workstation" /> : shown === 'events' ? <EventsTable /> : <RequestsTable />}</div>
      </div>
      {shown !== 'workstation' && <Sheet key={selected} first={selected === before ? 'peek' : 'half'} />}
    </>
  );
}

function Main({ tab }: { readonly tab: PhoneTab }) {
  const perspective = useView((view) => view.perspective);
  const file = useView((view) => view.activeFile);
  switch (tab) {
    case 'map': return <>{perspective === 'cluster' ? <PhoneMap /> : <PerspectiveView perspective={perspective} />}<Sheet key={perspective} first={perspective === 'cluster' ? 'half' : 'peek'} /></>;
    case 'yaml': return <div className={styles.files}><Files /><div>{file === undefined ? <Gallery /> : <FileTab key={file} name={file} />}</div></div>;
    case 'terminal': return <Told />;
    case 'why': return <Inspector />;
  }
}

/** The page on a phone: one thing at a time, time at the thumb. */
export function Phone() {
  const say = useWords();
  const tab = useView((view) => view.phoneTab);
  const tour = useView((view) => view.tour);
  return (
    <div className={styles.phone}>
      <header className={styles.bar}><Mark size={26} /><SceneMenu /><span className={styles.grow} /><IconButton icon="search" className={styles.tap ?? ''} hint={{ label: say('app.find') }} onClick={() => action('find')?.run()} /><More /></header>
      <main className={styles.main}><JobLine /><StoppedBar /><PartsBar /><Boundary key={tab}><Main tab={tab} /></Boundary>{tour !== undefined && tab === 'map' && <Tour />}</main>
      <section className={styles.time} aria-label={say('time.label')}>
        <div className={styles.line}><Timeline bare /></div>
        <div className={styles.row}><ClockFace /><RunUntil small /><span className={styles.grow} /><StepButton by="back" /><Crank size={48} /><StepButton by="event" /></div>
      </section>
      <nav className={styles.tabs} aria-label={say('app.perspective')}>
        {tabs.map(([name, icon]) => (
          <button key={name} type="button" aria-current={tab === name ? 'page' : undefined} onClick={() => setView({ phoneTab: name })}><Icon name={icon} size={20} />{say(`phone.${name}`)}</button>
        ))}
      </nav>
    </div>
  );
}
