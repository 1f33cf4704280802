import { MantineProvider } from '@mantine/core';
import { ClusterMap } from '../graph/cluster-map.tsx';
import { cx, Patterns, resolver, theme } from '../design/index.ts';
import { Inspector } from '../panels/inspector/inspector.tsx';
import { TimeBar } from '../panels/time/time-bar.tsx';
import { useView } from '../state/view.ts';
import styles from './frame.module.css';
import { Header } from './header.tsx';
import { Docks } from '../panels/docks/docks.tsx';

/** The page. */
export function App() {
  const scheme = useView((view) => view.theme);
  const selected = useView((view) => view.selected);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={resolver} forceColorScheme={scheme}>
      <Patterns />
      <div className={styles.app}>
        <Header />
        <div className={styles.time}><TimeBar /></div>
        <main className={styles.main}><ClusterMap /></main>
        <div className={cx(styles.side, selected === undefined && styles.sideEmpty)}><Inspector /></div>
        <Docks />
      </div>
    </MantineProvider>
  );
}
