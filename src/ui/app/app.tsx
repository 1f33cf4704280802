import { MantineProvider } from '@mantine/core';
import { useEffect, useState } from 'react';
import { cx, Patterns, resolver, theme } from '../design/index.ts';
import { Docks } from '../panels/docks/docks.tsx';
import { Inspector } from '../panels/inspector/inspector.tsx';
import { Lanes } from '../panels/time/lanes.tsx';
import { TimeBar } from '../panels/time/time-bar.tsx';
import { send } from '../state/link.ts';
import { useView } from '../state/view.ts';
import { Announcer } from './announcer.tsx';
import { Boundary } from './boundary.tsx';
import { ClickRing } from './click-ring.tsx';
import { Dialogs } from './dialogs.tsx';
import { Find } from './find.tsx';
import { GlanceCard, JobLine, PartsBar, StoppedBar, Toasts } from './floating.tsx';
import styles from './frame.module.css';
import { Header } from './header.tsx';
import { useKeyboard } from './keyboard.ts';
import { Phone } from './phone.tsx';
import { Tour } from './tour.tsx';
import { VerbMenu } from './verb-menu.tsx';
import { isWide, PerspectiveView } from './views.tsx';

/** Whether the page is so narrow that one thing is shown at a time. */
function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia('(max-width: 767px)').matches);
  useEffect(() => {
    const query = matchMedia('(max-width: 767px)');
    const change = (): void => setNarrow(query.matches);
    query.addEventListener('change', change);
    return () => query.removeEventListener('change', change);
  }, []);
  return narrow;
}

function Desk() {
  const perspective = useView((view) => view.perspective);
  const selected = useView((view) => view.selected);
  const lanes = useView((view) => view.lanesOpen);
  const presenter = useView((view) => view.presenter);
  const wide = isWide(perspective);
  // For a room the control loop alone tells the chain: a sheet beside it would lie over its lanes.
  const hasSide = !wide && !(presenter && perspective === 'loop');
  return (
    <div className={cx(styles.app, wide && styles.wide)}>
      <Header />
      <div className={styles.time}><TimeBar />{lanes && <Lanes />}</div>
      <main className={styles.main}><JobLine /><StoppedBar /><PartsBar /><PerspectiveView perspective={perspective} /></main>
      {hasSide && (
        <div className={cx(styles.side, selected === undefined && styles.sideEmpty)}><Boundary><Inspector /></Boundary><Tour /></div>
      )}
      <div className={cx(styles.docksArea, wide && styles.away)}><Boundary><Docks /></Boundary></div>
    </div>
  );
}

/** The page. */
export function App() {
  const scheme = useView((view) => view.theme);
  const narrow = useNarrow();
  useKeyboard();
  useEffect(() => {
    const seen = (): void => send({ type: 'visible', visible: document.visibilityState === 'visible' });
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, []);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={resolver} forceColorScheme={scheme}>
      <Patterns />
      {narrow ? <Phone /> : <Desk />}
      <VerbMenu /><GlanceCard /><Find /><Dialogs /><Toasts /><Announcer /><ClickRing />
    </MantineProvider>
  );
}
