import { useEffect, useLayoutEffect, useRef } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { setView, useView } from '../state/view.ts';
import { nameOf } from '../panels/inspector/thing.tsx';
import styles from './floating.module.css';
import { verbsFor } from './verbs.ts';

/** Verbs about a thing, where it was right-clicked: each with the command that does the same. */
export function VerbMenu() {
  const say = useWords();
  const menu = useView((view) => view.menu);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!menu) return undefined;
    const before = document.activeElement;
    list.current?.querySelector('button')?.focus();
    const away = (event: PointerEvent): void => { if (!list.current?.contains(event.target as Node)) setView({ menu: undefined }); };
    window.addEventListener('pointerdown', away, true);
    return () => {
      window.removeEventListener('pointerdown', away, true);
      if (before instanceof HTMLElement || before instanceof SVGElement) before.focus();
    };
  }, [menu]);
  // It opens where it was asked for, and higher or further left where it would not be seen whole.
  useLayoutEffect(() => {
    const box = list.current;
    if (!menu || !box) return;
    box.style.top = `${Math.max(4, Math.min(menu.y, window.innerHeight - box.offsetHeight - 4))}px`;
    box.style.left = `${Math.max(4, Math.min(menu.x, window.innerWidth - box.offsetWidth - 4))}px`;
  }, [menu]);
  if (!menu) return null;
  const verbs = verbsFor(menu.id);
  const { kind, name } = nameOf(menu.id);
  const walk = (event: React.KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') { event.stopPropagation(); setView({ menu: undefined }); }
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  };
  return (
    <div ref={list} className={styles.menu} role="menu" tabIndex={-1} aria-label={name} style={{ left: menu.x, top: menu.y }} onKeyDown={walk} data-testid="verbs">
      <div className={styles.menuHead}>{kind} <b>{name}</b></div>
      {verbs.map((verb) => (
        <button key={`${verb.label}${verb.twin ?? ''}`} type="button" role="menuitem" className={verb.parted ? styles.parted : undefined} onClick={() => { setView({ menu: undefined }); verb.run(); }}>
          <span>{say(verb.label, verb.values)}</span>{verb.twin !== undefined && <code>{verb.twin}</code>}{verb.key !== undefined && <kbd>{verb.key}</kbd>}
        </button>
      ))}
    </div>
  );
}
