import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { playPause } from '../../state/actions.ts';
import { useWorld } from '../../state/store.ts';
import { useView } from '../../state/view.ts';
import styles from './terminal.module.css';
import type { Screen } from './screen.ts';

/** Free between a remark and the words of its line, and at its right. */
const besideRemark = 20;

/** Something the page says of the terminal, where it covers nothing that the terminal says. */
function Remark({ screen, children }: { readonly screen: Screen | undefined; readonly children: ReactNode }) {
  const chip = useRef<HTMLSpanElement>(null);
  const [top, setTop] = useState<number>();
  useLayoutEffect(() => {
    if (!screen) return undefined;
    const place = (): void => setTop(screen.roomFor((chip.current?.offsetWidth ?? 0) + besideRemark));
    place();
    return screen.whenWritten(place);
  }, [screen]);
  return <span ref={chip} className={styles.remark} style={{ top: `calc(${top ?? 0}px + 7px)` }} role="status">{children}</span>;
}

/** A terminal of the world: what is typed goes in as it is, what comes out is shown as it is. */
export function TerminalTab({ tab }: { readonly tab: string }) {
  const say = useWords();
  const host = useRef<HTMLDivElement>(null);
  const [screen, setScreen] = useState<Screen>();
  const theme = useView((view) => view.theme);
  const presenter = useView((view) => view.presenter);
  const past = useWorld((world) => world.clock !== undefined && world.clock.nowMs < world.clock.headMs - 0.5);
  const waits = useWorld((world) => world.clock?.running === false && world.job === undefined && world.terminals.get(tab)?.busy === true) && !past;
  const over = useWorld((world) => world.terminals.get(tab)?.ended === true);
  useEffect(() => {
    let ended = false;
    let opened: Screen | undefined;
    void import('./screen.ts').then(({ openScreen }) => {
      if (ended || !host.current) return;
      opened = openScreen(host.current, tab);
      setScreen(opened);
    });
    return () => {
      ended = true;
      opened?.dispose();
      setScreen(undefined);
    };
  }, [tab]);
  useEffect(() => { screen?.dress(); }, [screen, theme, presenter]);
  return (
    <div className={styles.terminal} role="region" aria-label={`${say('terminal.label')} ${tab}`} data-testid={`terminal-${tab}`}>
      {past && <Remark screen={screen}>{say('terminal.branch')}</Remark>}
      {waits && <Remark screen={screen}>{say('terminal.paused')} <button type="button" onClick={playPause}>{say('time.play')}</button></Remark>}
      {over && <Remark screen={screen}>{say('terminal.ended')}</Remark>}
      <div ref={host} className={styles.screen} />
    </div>
  );
}
