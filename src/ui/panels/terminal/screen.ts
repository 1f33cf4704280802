import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal, type IDecoration, type ITheme } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { machineId } from '../../../protocol/index.ts';
import { token } from '../../graph/canvas/palette.ts';
import { send } from '../../state/link.ts';
import { attachScreen } from '../../state/terminals.ts';
import { useView } from '../../state/view.ts';

/** A terminal's screen, as long as its tab is open. */
export interface Screen {
  /** Takes the theme's colours and the presenter's size. */
  readonly dress: () => void;
  /** Down to the line with room for something this wide at its right end, in pixels: the cursor's, else the next below or above. Undefined when all lines are long. */
  readonly roomFor: (width: number) => number | undefined;
  /** Calls back when what stands in the lines, or their number, has changed; gives what ends that. */
  readonly whenWritten: (then: () => void) => () => void;
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
  const open = (): void => send({ type: 'openTerminal', tab, host: machineId(tab.replace(/-\d+$/, '') === 'workstation' ? 'workstation' : tab), columns: terminal.cols, rows: terminal.rows });
  open();
  // A new world knows nothing of this screen yet.
  window.addEventListener('orrery:world', open);
  const detach = attachScreen(tab, ({ data, clear }) => {
    if (clear) terminal.reset();
    terminal.write(data);
  });
  terminal.onData((data) => send({ type: 'terminalInput', tab, data }));
  terminal.onResize(({ cols, rows }) => send({ type: 'terminalResize', tab, columns: cols, rows }));
  const endHighlight = highlightSelection(terminal);
  const watch = new ResizeObserver(measure);
  watch.observe(host);
  return {
    dress: () => {
      terminal.options.theme = colours();
      terminal.options.fontSize = 12 * scale();
      measure();
    },
    roomFor: (width) => roomIn(terminal, width),
    whenWritten: (then) => {
      const listeners = [terminal.onWriteParsed(then), terminal.onResize(then), terminal.onScroll(then)];
      return () => listeners.forEach((listener) => listener.dispose());
    },
    dispose: () => {
      watch.disconnect();
      endHighlight();
      window.removeEventListener('orrery:world', open);
      detach();
      terminal.dispose();
    },
  };
}

function roomIn(terminal: Terminal, width: number): number | undefined {
  const lines = terminal.element?.querySelector('.xterm-screen');
  if (!lines) return undefined;
  const { clientWidth, clientHeight } = lines;
  const mostColumns = terminal.cols - Math.ceil((width / clientWidth) * terminal.cols) - 1;
  const { active } = terminal.buffer;
  const cursor = active.baseY + active.cursorY - active.viewportY;
  const row = Array.from({ length: terminal.rows }, (_, y) => y).sort((a, b) => awayFrom(cursor, a, terminal.rows) - awayFrom(cursor, b, terminal.rows))
    .find((y) => (active.getLine(active.viewportY + y)?.translateToString(true).length ?? 0) <= mostColumns);
  return row === undefined ? undefined : (row * clientHeight) / terminal.rows;
}

/** Lines below count as nearer than those above. */
const awayFrom = (cursor: number, row: number, rows: number): number => (row >= cursor ? row - cursor : rows + cursor - row);

const highlightedLines = 200;

/** Tints the newest lines that name what is selected: the terminal is one of the views of one selection. */
function highlightSelection(terminal: Terminal): () => void {
  let decorations: readonly IDecoration[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const paint = (): void => {
    timer = undefined;
    for (const decoration of decorations) decoration.dispose();
    decorations = [];
    const { selected, theme } = useView.getState();
    const name = selected?.startsWith('object/') ? selected.slice(selected.lastIndexOf('/') + 1) : undefined;
    if (name === undefined || name.length < 2) return;
    const buffer = terminal.buffer.active;
    const made: IDecoration[] = [];
    const cursor = buffer.baseY + buffer.cursorY;
    for (let y = Math.max(0, cursor - highlightedLines); y <= cursor; y++) {
      const text = buffer.getLine(y)?.translateToString(true) ?? '';
      if (!text.startsWith(name) && !text.includes(`/${name}`) && !text.includes(` ${name} `)) continue;
      const marker = terminal.registerMarker(y - cursor);
      const decoration = terminal.registerDecoration({ marker, width: Math.min(terminal.cols, text.length), backgroundColor: theme === 'dark' ? '#2a2415' : '#fdf4e1', layer: 'bottom' });
      if (decoration) made.push(decoration);
    }
    decorations = made;
  };
  const soon = (): void => { timer ??= setTimeout(paint, 200); };
  const written = terminal.onWriteParsed(soon);
  const unsubscribe = useView.subscribe((view, before) => { if (view.selected !== before.selected || view.theme !== before.theme) soon(); });
  return () => { clearTimeout(timer); written.dispose(); unsubscribe(); };
}
