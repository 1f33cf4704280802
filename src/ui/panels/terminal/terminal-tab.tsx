import { useEffect, useRef } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { playPause } from '../../state/actions.ts';
import { useWorld } from '../../state/store.ts';
import { useView } from '../../state/view.ts';
import styles from './terminal.module.css';
import type { Screen } from './screen.ts';

/** A terminal of the world: what is typed goes in as it is, what comes out is shown as it is. */
export function TerminalTab({ tab }: { readonly tab: string }) {
  const say = useWords();
  const host = useRef<HTMLDivElement>(null);
  const screen = useRef<Screen | undefined>(undefined);
  const theme = useView((view) => view.theme);
  const presenter = useView((view) => view.presenter);
  const past = useWorld((world) => world.clock !== undefined && world.clock.nowMs < world.clock.headMs - 0.5);
  const waits = useWorld((world) => world.clock?.running === false && world.job === undefined && world.terminals.get(tab)?.busy === true) && !past;
  const over = useWorld((world) => world.terminals.get(tab)?.ended === true);
  useEffect(() => {
    let ended = false;
    void import('./screen.ts').then(({ openScreen }) => {
      if (!ended && host.current) screen.current = openScreen(host.current, tab);
    });
    return () => {
      ended = true;
      screen.current?.dispose();
      screen.current = undefined;
    };
  }, [tab]);
  useEffect(() => { screen.current?.dress(); }, [theme, presenter]);
  return (
    <div className={styles.terminal} role="region" aria-label={`${say('terminal.label')} ${tab}`} data-testid={`terminal-${tab}`}>
      {past && <span className={styles.past}>{say('terminal.branch')}</span>}
      {waits && <span className={styles.past} role="status">{say('terminal.paused')} <button type="button" onClick={playPause}>{say('time.play')}</button></span>}
      {over && <span className={styles.past} role="status">{say('terminal.ended')}</span>}
      <div ref={host} className={styles.screen} />
    </div>
  );
}
