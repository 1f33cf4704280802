import { useEffect, useRef, useState } from 'react';
import { Button } from '../design/index.ts';
import { say as sayPhrase } from '../i18n/index.ts';
import { useWords } from '../i18n/use-words.ts';
import { copy } from '../panels/inspector/inspector.tsx';
import { phrase, Sentences } from '../panels/inspector/rich.tsx';
import { send } from '../state/link.ts';
import { useWorld } from '../state/store.ts';
import { dismiss, setView, useView, type Notice } from '../state/view.ts';
import styles from './floating.module.css';

/** A few lines about what is hovered: what it is, and its cause. */
export function GlanceCard() {
  const glance = useView((view) => view.glance);
  const hovered = useView((view) => view.hovered);
  const menu = useView((view) => view.menu);
  const selected = useView((view) => view.selected);
  const pointer = useRef({ x: 0, y: 0 });
  useEffect(() => {
    const move = (event: PointerEvent): void => { pointer.current = { x: event.clientX, y: event.clientY }; };
    window.addEventListener('pointermove', move, { passive: true });
    return () => window.removeEventListener('pointermove', move);
  }, []);
  const [at, setAt] = useState({ x: 0, y: 0 });
  useEffect(() => setAt({ x: Math.min(pointer.current.x + 16, window.innerWidth - 336), y: Math.min(pointer.current.y + 16, window.innerHeight - 180) }), [glance]);
  if (!glance || glance.id !== hovered || glance.id === selected || menu) return null;
  return (
    <div className={styles.glance} style={{ left: at.x, top: at.y }} role="tooltip" data-testid="glance">
      <h3><span className={styles.kind}>{glance.kind}</span> {glance.name}</h3>
      {glance.sentence.length > 0 && <p><Sentences of={glance.sentence} /></p>}
      {glance.cause.length > 0 && <ol>{glance.cause.slice(-3).map((step) => <li key={step.id}><span>{step.actor}</span><span>{step.command !== undefined ? <code>{step.command}</code> : step.text.map((part) => <span key={JSON.stringify(part)}>{phrase(part)}</span>)}</span></li>)}</ol>}
    </div>
  );
}

/** Long enough to be read: a moment to notice it, and time for each letter. */
const readingMs = (text: string): number => Math.min(15_000, 3_000 + 45 * text.length);

function Line({ notice: { id, text } }: { readonly notice: Notice }) {
  useEffect(() => {
    const timer = setTimeout(() => dismiss(id), readingMs(text));
    return () => clearTimeout(timer);
  }, [id, text]);
  return <button type="button" className={styles.toast} onClick={() => dismiss(id)}>{text}</button>;
}

/** What the page did: copied, saved, branch made. Never what the world did. */
export function Toasts() {
  const notices = useView((view) => view.notices);
  return <div className={styles.toasts} role="status" aria-live="polite">{notices.map((notice) => <Line key={notice.id} notice={notice} />)}</div>;
}

/** The engine has met a bug in itself: a bar in the map, never a dialog. The past stays usable. */
export function StoppedBar() {
  const say = useWords();
  const stopped = useWorld((world) => world.stopped);
  if (!stopped) return null;
  const report = `${stopped.message}\nseed ${stopped.seed}, event ${stopped.event}, ${stopped.atMs} ms`;
  return (
    <div className={styles.stopped} role="alert">
      <b>{say('stopped.title')}</b><code>{stopped.message}</code><span className="soft">{say('stopped.where', { seed: stopped.seed, event: stopped.event })}. {say('stopped.past')}</span>
      <Button small onClick={() => copy(report, say('inspector.copied'))}>{say('stopped.copy')}</Button><Button small onClick={() => send({ type: 'step', by: 'back' })}>{say('stopped.back')}</Button>
    </div>
  );
}

/** What comes after the first part of the engine could not be had: why, and the way on. */
export function PartsBar() {
  const say = useWords();
  const missing = useView((view) => view.partsMissing);
  if (missing === undefined) return null;
  const again = (): void => {
    setView({ partsMissing: undefined });
    send({ type: 'loadParts' });
  };
  return (
    <div className={styles.stopped} role="alert" data-testid="parts-missing">
      <b>{say('parts.title')}</b><span>{say('parts.so')}</span><code>{missing}</code>
      <Button small onClick={again}>{say('error.again')}</Button>
    </div>
  );
}

/** A job of the worker: an ink line and what it does. */
export function JobLine() {
  const say = useWords();
  const job = useWorld((world) => world.job);
  const isStuck = useView((view) => view.partsMissing !== undefined);
  if (!job || isStuck) return null;
  return <div className={styles.job} role="progressbar" aria-label={say('job.label')} aria-valuenow={job.done === undefined ? undefined : Math.round(job.done * 100)}><i style={{ width: `${(job.done ?? 0.3) * 100}%` }} /><span>{sayPhrase(job.what)}</span></div>;
}
