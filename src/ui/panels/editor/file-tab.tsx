import { useEffect, useRef, useState } from 'react';
import { Button, Icon, IconButton } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { playPause } from '../../state/actions.ts';
import { applyFile } from '../../state/files.ts';
import { useWorld } from '../../state/store.ts';
import { setView, useView } from '../../state/view.ts';
import type { CodeEditor, Validity } from './code-editor.ts';
import styles from './editor.module.css';
import { wordOfType } from '../inspector/thing.tsx';
import { dropFiles } from './gallery.tsx';

/** The editor's life beside React's: opened when the tab is first seen, closed with it. */
function useEditor(name: string): { readonly host: React.RefObject<HTMLDivElement | null>; readonly editor: React.RefObject<CodeEditor | undefined>; readonly ready: boolean; readonly validity: Validity | undefined } {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor | undefined>(undefined);
  const [ready, setReady] = useState(false);
  const [validity, setValidity] = useState<Validity>();
  useEffect(() => {
    let ended = false;
    void import('./code-editor.ts').then(({ openEditor }) => {
      const file = useView.getState().files.find((candidate) => candidate.name === name);
      if (ended || !host.current || !file) return;
      editor.current = openEditor(host.current, name, file.text, setValidity);
      setReady(true);
      if (file.text === '') editor.current.focus();
    });
    return () => { ended = true; editor.current?.dispose(); editor.current = undefined; };
  }, [name]);
  return { host, editor, ready, validity };
}

function State({ name, validity, onGo }: { readonly name: string; readonly validity: Validity | undefined; readonly onGo: (line: number) => void }) {
  const say = useWords();
  const isApplying = useView((view) => view.applying === name);
  const verdict = useView((view) => { const file = view.files.find((one) => one.name === name); return file?.text === file?.appliedText ? file?.verdict : undefined; });
  const isStill = useWorld((world) => world.clock?.running === false && world.job === undefined);
  if (isApplying && isStill) {
    return <span className={`${styles.state} ${styles.waits}`} role="status" title={say('terminal.paused')}><span>{say('editor.waits')}</span> <button type="button" onClick={playPause}>{say('time.play')}</button></span>;
  }
  if (isApplying) return <span className={styles.state} role="status"><span>{say('editor.applying')}</span></span>;
  if (!validity) return null;
  if (validity.tooLargeMb !== undefined) return <span className={styles.state} title={say('editor.tooLarge', { mb: validity.tooLargeMb })}>{say('editor.tooLarge', { mb: validity.tooLargeMb })}</span>;
  if (validity.problems > 0) {
    return (
      <span className={`${styles.state} ${styles.bad}`}><button type="button" onClick={() => onGo(validity.line)}><Icon name="cross" size={14} />
        <span>{verdict === 'refused' ? say('editor.refusedAt', { line: validity.line }) : validity.problems === 1 ? say('editor.problem', { line: validity.line }) : say('editor.problems', { count: validity.problems, line: validity.line })}</span></button></span>
    );
  }
  if (validity.holds.length === 0) return <span className={styles.state}>{say('editor.nothing')}</span>;
  const what = validity.holds.slice(0, 3).join(', ') + (validity.holds.length > 3 ? ' …' : '');
  if (verdict === 'refused') return <span className={`${styles.state} ${styles.bad}`} title={say('editor.refusedTell')}><Icon name="cross" size={14} /><span>{say('editor.isRefused', { what })}</span></span>;
  if (verdict === 'stored') return <span className={`${styles.state} ${styles.good}`}><Icon name="check" size={14} /><span>{say('editor.isStored', { what })}</span></span>;
  // The schema is all that the editor knows; what the server says to it is known once it was asked.
  return <span className={styles.state} title={say('editor.fitsTell')}><Icon name="check" size={14} /><span>{say('editor.fits', { what })}</span></span>;
}

/** What a dry run or a diff gave, over the editor until it is closed. */
function Output({ name }: { readonly name: string }) {
  const say = useWords();
  const applied = useView((view) => view.applied);
  if (!applied || applied.mode === 'apply' || applied.refusals.some((refusal) => refusal.file === name)) return null;
  const text = applied.output.trim() === '' ? say(applied.mode === 'diff' ? 'editor.noDifference' : 'editor.dryRunOk') : applied.output;
  return (
    <>
      <pre className={styles.output} tabIndex={0}>
        {text.split('\n').map((line, i) => (
          // oxlint-disable-next-line react/no-array-index-key
          <span key={i} className={line.startsWith('+') ? styles.add : line.startsWith('-') ? styles.del : line.startsWith('@@') ? styles.hunk : undefined}>{line}{'\n'}</span>
        ))}
      </pre>
      <IconButton icon="close" className={styles.outputClose ?? ''} hint={{ label: say('dock.close') }} onClick={() => setView({ applied: undefined })} />
    </>
  );
}

/** One file: the editor, what it holds, and what can be done with it. */
export function FileTab({ name }: { readonly name: string }) {
  const say = useWords();
  const { host, editor, ready, validity } = useEditor(name);
  const text = useView((view) => view.files.find((file) => file.name === name)?.text ?? '');
  const applied = useView((view) => view.applied);
  const theme = useView((view) => view.theme);
  const presenter = useView((view) => view.presenter);
  const source = useView((view) => view.inspection?.why.findLast((step) => step.source)?.source);
  const kind = useView(({ inspection }) => { const named = inspection && wordOfType(inspection.id); return named ? say(named) : inspection?.kind ?? ''; });
  useEffect(() => { editor.current?.setText(text); }, [editor, text, ready]);
  useEffect(() => { editor.current?.refused(applied); }, [editor, applied, ready]);
  useEffect(() => { editor.current?.dress(); }, [editor, theme, presenter, ready]);
  useEffect(() => { editor.current?.cause(source, kind); }, [editor, source, kind, ready, applied]);
  useEffect(() => {
    const go = (event: Event): void => {
      if (event instanceof CustomEvent && event.detail.file === name) { setView({ activeFile: name }); editor.current?.goTo(event.detail.line); }
    };
    window.addEventListener('orrery:line', go);
    return () => window.removeEventListener('orrery:line', go);
  }, [editor, name]);
  // What was typed a moment ago goes along.
  const send = (mode: Parameters<typeof applyFile>[1]): void => { editor.current?.save(); applyFile(name, mode); };
  return (
    <section className={styles.panel} aria-label={`${say('dock.editor')} ${name}`} onDragOver={(event) => event.preventDefault()} onDrop={dropFiles}>
      <div ref={host} className={styles.body} data-testid="editor">{!ready && <pre className={styles.loading}>{text.slice(0, 20_000)}</pre>}</div>
      <div role="alert" className="visually-hidden">{applied?.refusals.filter((refusal) => refusal.file === name).map((refusal) => refusal.message).join('. ')}</div>
      <Output name={name} />
      <div className={styles.foot}>
        <State name={name} validity={validity} onGo={(line) => editor.current?.goTo(line)} />
        <span className={styles.grow} />
        <Button hint={{ label: say('editor.dryRun'), twin: `kubectl apply --dry-run=server -f ${name}` }} onClick={() => send('dryRun')}>{say('editor.dryRun')}</Button>
        <Button hint={{ label: say('editor.diff'), twin: `kubectl diff -f ${name}` }} onClick={() => send('diff')}>{say('editor.diff')}</Button>
        <Button primary hint={{ label: say('editor.apply'), keys: 'Ctrl Enter', twin: `kubectl apply -f ${name}` }} onClick={() => send('apply')} data-testid="apply">{say('editor.apply')} <kbd>Ctrl ⏎</kbd></Button>
      </div>
    </section>
  );
}
