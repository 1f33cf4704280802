import * as monaco from 'monaco-editor/editor';
import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/yaml/register';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import { configureMonacoYaml, type MonacoYamlOptions } from 'monaco-yaml';
import type { CustomKind } from '../../../protocol/index.ts';
import { token } from '../../graph/canvas/palette.ts';
import { withCustomKinds, type KindsSchema } from './custom-schemas.ts';
import './monaco.css';
import YamlWorker from './yaml.worker.ts?worker';

self.MonacoEnvironment = { getWorker: (_id, label) => (label === 'yaml' ? new YamlWorker() : new EditorWorker()) };

interface OldWorkerOptions { readonly createData?: unknown; readonly host?: Record<string, (...args: unknown[]) => unknown>; readonly keepIdleModels?: boolean }

// monaco-yaml still asks for a worker the way monaco did before 0.55: it is given the worker itself.
const forYaml = {
  ...monaco,
  editor: {
    ...monaco.editor,
    createWebWorker(options: OldWorkerOptions) {
      const worker = new YamlWorker();
      worker.postMessage('ignore');
      worker.postMessage(options.createData);
      return monaco.editor.createWebWorker({
        worker, ...(options.host ? { host: options.host } : {}), ...(options.keepIdleModels === undefined ? {} : { keepIdleModels: options.keepIdleModels }),
      });
    },
  },
};

let fields: readonly string[] = [];
let schemaSettled: Promise<((kinds: readonly CustomKind[]) => Promise<void>) | undefined> | undefined;

/** Every field name of the schema: what a misspelt one may have meant. */
export const knownFields = (): readonly string[] => fields;

function collectFields(schema: unknown, into: Set<string>): void {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties' && typeof value === 'object' && value !== null) for (const name of Object.keys(value)) into.add(name);
    collectFields(value, into);
  }
}

function optionsWith(schema: KindsSchema): MonacoYamlOptions {
  const names = new Set<string>();
  collectFields(schema, names);
  fields = [...names];
  return {
    enableSchemaRequest: false, validate: true, hover: true, completion: true, format: { enable: true }, yamlVersion: '1.1',
    schemas: [{ uri: 'inmemory://kubernetes', fileMatch: ['**/*.yaml'], schema: schema as object }],
  };
}

/** Gives the editor the schema of the kinds, the world's own among them. It is set up once: a second time would double every completion. */
export async function setupYaml(kinds: readonly CustomKind[]): Promise<void> {
  schemaSettled ??= (async () => {
    const answer = await fetch(new URL('k8s-schema.json', document.baseURI));
    if (!answer.ok) throw new Error(`k8s-schema.json: ${answer.status}`);
    const schema = (await answer.json()) as KindsSchema;
    let shown = schema;
    const yaml = configureMonacoYaml(forYaml as never, optionsWith(schema));
    return async (added: readonly CustomKind[]) => {
      const next = withCustomKinds(schema, added);
      if (next === shown) return;
      shown = next;
      await yaml.update(optionsWith(next));
    };
  })().catch((error: unknown) => {
    console.warn('The editor works without completion:', error);
    return undefined;
  });
  await (await schemaSettled)?.(kinds);
}

/** Dresses the editor in the tokens; called again on each change of theme. */
export function dressMonaco(dark: boolean): void {
  const colour = (name: string): string => token(name);
  const bare = (name: string): string => colour(name).replace('#', '');
  monaco.editor.defineTheme('orrery', {
    base: dark ? 'vs-dark' : 'vs', inherit: true,
    rules: [
      { token: 'type', foreground: bare('--code-key') }, { token: 'string', foreground: bare('--code-string') }, { token: 'number', foreground: bare('--code-number') },
      { token: 'keyword', foreground: bare('--code-number') }, { token: 'comment', foreground: bare('--code-comment') }, { token: 'delimiter', foreground: bare('--code-punctuation') },
      { token: 'string.yaml', foreground: bare('--code-string') }, { token: 'keyword.yaml', foreground: bare('--code-number') }, { token: 'number.yaml', foreground: bare('--code-number') }, { token: 'type.yaml', foreground: bare('--code-key') },
      { token: 'operators', foreground: bare('--code-punctuation') }, { token: 'namespace', foreground: bare('--code-punctuation') },
    ],
    colors: {
      'editor.background': colour('--surface-panel'), 'editor.foreground': colour('--text'), 'editorLineNumber.foreground': colour('--text-faint'), 'editorLineNumber.activeForeground': colour('--text-strong'),
      'editorCursor.foreground': colour('--brass-line'), 'editor.findMatchBorder': colour('--brass-line'), 'editor.selectionBackground': dark ? '#4d4020' : '#f6e3b8', 'editor.lineHighlightBackground': colour('--surface-sunken'), 'editor.lineHighlightBorder': '#00000000',
      'editorError.foreground': colour('--bad'), 'editorWarning.foreground': colour('--warn'), 'editorWidget.background': colour('--surface-raised'), 'editorWidget.border': colour('--line'), focusBorder: colour('--focus'),
      'editorSuggestWidget.background': colour('--surface-raised'), 'editorSuggestWidget.selectedBackground': colour('--brass-wash'), 'editorSuggestWidget.selectedForeground': colour('--text-strong'), 'editorSuggestWidget.highlightForeground': colour('--brass-text'),
      'editorHoverWidget.background': colour('--surface-raised'), 'editorHoverWidget.border': colour('--line'), 'editorIndentGuide.background1': colour('--line-faint'), 'editorIndentGuide.activeBackground1': colour('--line'), 'scrollbarSlider.background': `${colour('--line-engraved')}66`,
    },
  });
  monaco.editor.setTheme('orrery');
}

/** The one way of opening an editor, so that all are alike. */
export function createEditor(host: HTMLElement, model: monaco.editor.ITextModel, fontSize: number): monaco.editor.IStandaloneCodeEditor {
  return monaco.editor.create(host, {
    model, theme: 'orrery', fontFamily: '"JetBrains Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace', fontSize, lineHeight: fontSize * 1.5, fontLigatures: false,
    minimap: { enabled: false }, bracketPairColorization: { enabled: false }, glyphMargin: false, folding: false, lineDecorationsWidth: 16, lineNumbersMinChars: 3, scrollBeyondLastLine: false, automaticLayout: true, fixedOverflowWidgets: true,
    // Enter ends the line where what was typed is already the word that is suggested.
    acceptSuggestionOnEnter: 'smart',
    quickSuggestions: { strings: true, other: true, comments: false }, renderLineHighlight: 'line', renderLineHighlightOnlyWhenFocus: true, tabSize: 2, insertSpaces: true, detectIndentation: false, padding: { top: 4, bottom: 4 },
    overviewRulerLanes: 0, hideCursorInOverviewRuler: true, overviewRulerBorder: false, guides: { indentation: false }, wordWrap: 'off', renderWhitespace: 'selection', stickyScroll: { enabled: false }, ariaLabel: 'YAML', lightbulb: { enabled: monaco.editor.ShowLightbulbIconMode.Off },
    scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8 }, unicodeHighlight: { ambiguousCharacters: false }, maxTokenizationLineLength: 5_000, accessibilitySupport: 'auto', occurrencesHighlight: 'off', selectionHighlight: false, links: false, colorDecorators: false, matchBrackets: 'near',
  });
}

export { monaco };
