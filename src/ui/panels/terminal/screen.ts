import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal, type ITheme } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { machineId } from '../../../protocol/index.ts';
import { token } from '../../graph/palette.ts';
import { attachScreen, send } from '../../state/link.ts';
import { useView } from '../../state/view.ts';

/** A terminal's screen, as long as its tab is open. */
export interface Screen {
  /** Takes the theme's colours and the presenter's size. */
  readonly dress: () => void;
  readonly dispose: () => void;
}

function colours(): ITheme {
  const dark = useView.getState().theme === 'dark';
  const seven = {
    black: token(dark ? '--line' : '--text-strong'), red: token('--bad'), green: token('--good'), yellow: token('--warn'),
    blue: token('--message-request'), magenta: token('--message-vote'), cyan: token('--message-append'), white: token('--text-soft'),
  };
  return {
    ...seven, background: token('--terminal-surface'), foreground: token('--terminal-text'), cursor: token('--brass-line'), cursorAccent: token('--terminal-surface'),
    selectionBackground: dark ? '#5a4a25' : '#f1d69c', brightBlack: token('--text-faint'), brightRed: seven.red, brightGreen: seven.green, brightYellow: seven.yellow,
    brightBlue: seven.blue, brightMagenta: seven.magenta, brightCyan: seven.cyan, brightWhite: token('--text-strong'),
  };
}

/** Opens a screen in an element and joins it to the world's terminal of that name. */
export function openScreen(host: HTMLElement, tab: string): Screen {
  const scale = (): number => (useView.getState().presenter ? 1.5 : 1);
  const terminal = new Terminal({
    fontFamily: '"JetBrains Mono", "SF Mono", SFMono-Regular, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace',
    fontSize: 12 * scale(), lineHeight: 1.15, minimumContrastRatio: 4.5, cursorBlink: false, cursorStyle: 'block', cursorInactiveStyle: 'block', theme: colours(), scrollback: 5_000, allowProposedApi: true,
    screenReaderMode: false, macOptionIsMeta: true, fontWeightBold: '600',
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.loadAddon(new SearchAddon());
  terminal.loadAddon(new WebLinksAddon());
  terminal.open(host);
  const measure = (): void => { if (host.clientWidth > 40 && host.clientHeight > 20) fit.fit(); };
  measure();
  send({ type: 'openTerminal', tab, host: machineId(tab.replace(/-\d+$/, '') === 'workstation' ? 'workstation' : tab), columns: terminal.cols, rows: terminal.rows });
  const detach = attachScreen(tab, ({ data, clear }) => {
    if (clear) terminal.reset();
    terminal.write(data);
  });
  terminal.onData((data) => send({ type: 'terminalInput', tab, data }));
  terminal.onResize(({ cols, rows }) => send({ type: 'terminalResize', tab, columns: cols, rows }));
  const watch = new ResizeObserver(measure);
  watch.observe(host);
  return {
    dress: () => {
      terminal.options.theme = colours();
      terminal.options.fontSize = 12 * scale();
      measure();
    },
    dispose: () => {
      watch.disconnect();
      detach();
      terminal.dispose();
    },
  };
}
