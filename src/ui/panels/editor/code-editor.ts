import type { Applied, WhyStep } from '../../../protocol/index.ts';
import { word } from '../../i18n/index.ts';
import { applyFile, editFile } from '../../state/files.ts';
import { useView } from '../../state/view.ts';
import { fixesFor, type Fix } from './fixes.ts';
import { byCause, contents, locate } from './locate.ts';
import { megabytes, mostWithHelp, refusesLength } from './size.ts';
import { createEditor, dressMonaco, knownFields, monaco, setupYaml } from './monaco-setup.ts';
import { zoneElement, zoneHeight, type Zone } from './zones.ts';

/** What the line under the editor says. */
export interface Validity {
  readonly problems: number;
  readonly line: number;
  readonly holds: readonly string[];
  /** Size in MB, when the text is too long for help. */
  readonly tooLargeMb?: number;
}

/** An open editor on one file. */
export interface CodeEditor {
  readonly dispose: () => void;
  readonly dress: () => void;
  readonly setText: (text: string) => void;
  /** Hands over what was typed in the last moments, before it is sent. */
  readonly save: () => void;
  readonly refused: (applied: Applied | undefined) => void;
  readonly cause: (source: WhyStep['source'] | undefined, kind: string) => void;
  readonly goTo: (line: number) => void;
  readonly format: () => void;
  readonly focus: () => void;
}

/** Opens an editor in an element. */
export function openEditor(host: HTMLElement, name: string, text: string, onValidity: (validity: Validity) => void): CodeEditor {
  dressMonaco(useView.getState().theme === 'dark');
  const teach = (): void => void setupYaml(useView.getState().customKinds);
  teach();
  const forgetKinds = useView.subscribe((view, before) => { if (view.customKinds !== before.customKinds) teach(); });
  const uri = monaco.Uri.parse(`file:///${name}`);
  const isPlain = (): boolean => model.getValueLength() > mostWithHelp;
  const model = monaco.editor.getModel(uri) ?? monaco.editor.createModel(text, text.length > mostWithHelp ? 'plaintext' : 'yaml', uri);
  if (model.getValue() !== text) model.setValue(text);
  const editor = createEditor(host, model, useView.getState().presenter ? 18 : 12);
  const marks = editor.createDecorationsCollection();
  let zones: readonly string[] = [];
  let shown: readonly Zone[] = [];
  let typing: ReturnType<typeof setTimeout> | undefined;
  let saved = text;

  const tabs = editor.createDecorationsCollection();
  const showTabs = (): void => {
    if (isPlain()) return;
    tabs.set(model.findMatches('\t', false, false, true, null, false, 500).map(({ range }) => ({ range, options: { inlineClassName: 'orrery-tab' } })));
  };
  const judge = (): void => {
    const plain = isPlain();
    if ((model.getLanguageId() === 'plaintext') !== plain) monaco.editor.setModelLanguage(model, plain ? 'plaintext' : 'yaml');
    if (plain) { onValidity({ problems: 0, line: 0, holds: [], tooLargeMb: megabytes(model.getValueLength()) }); return; }
    showTabs();
    const markers = monaco.editor.getModelMarkers({ resource: uri }).filter((marker) => marker.severity >= monaco.MarkerSeverity.Warning);
    // What the editor saw and the server said of one line is one problem.
    const lines = [...new Set([...markers.map((marker) => marker.startLineNumber), ...shown.map((zone) => zone.place.line)])].sort((a, b) => a - b);
    onValidity({ problems: lines.length, line: lines[0] ?? 0, holds: lines.length > 0 ? [] : contents(model.getValue()) });
  };
  const clearZones = (): void => {
    editor.changeViewZones((accessor) => { for (const id of zones) accessor.removeZone(id); });
    zones = [];
    shown = [];
    marks.clear();
  };
  const fix = (one: Fix): void => {
    editor.executeEdits('fix', [{ range: model.getFullModelRange(), text: one.apply(model.getValue()) }]);
    editor.pushUndoStop();
    editor.focus();
  };
  const save = (): void => {
    clearTimeout(typing);
    saved = model.getValue();
    editFile(name, saved);
    judge();
  };
  const subscriptions = [
    model.onDidChangeContent(() => {
      clearZones();
      clearTimeout(typing);
      typing = setTimeout(save, 120);
    }),
    monaco.editor.onDidChangeMarkers((resources) => { if (resources.some((resource) => resource.toString() === uri.toString())) judge(); }),
  ];
  // A text that is too long for help goes in as plain text at once: the language would read all of it first.
  const paste = (event: ClipboardEvent): void => {
    const pasted = event.clipboardData?.getData('text/plain') ?? '';
    const length = model.getValueLength() + pasted.length;
    if (length <= mostWithHelp) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (refusesLength(length)) return;
    monaco.editor.setModelLanguage(model, 'plaintext');
    editor.pushUndoStop();
    editor.executeEdits('paste', (editor.getSelections() ?? []).slice(0, 1).map((range) => ({ range, text: pasted, forceMoveMarkers: true })));
    editor.pushUndoStop();
  };
  host.addEventListener('paste', paste, true);
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => { save(); applyFile(name, 'apply'); });
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Period, () => { const first = shown.flatMap((zone) => zone.fixes)[0]; if (first) fix(first); else void editor.getAction('editor.action.quickFix')?.run(); });
  judge();

  const refused = (applied: Applied | undefined): void => {
    clearZones();
    const current = model.getValue();
    const long = isPlain();
    shown = (applied?.refusals ?? []).filter((refusal) => refusal.file === name).flatMap(byCause).map((refusal) => ({
      refusal, place: long ? { line: refusal.line ?? 1, column: 1, endColumn: 2 } : locate(current, refusal), fixes: long ? [] : fixesFor(current, refusal.message, knownFields()),
    }));
    marks.set(shown.flatMap(({ place }) => [
      { range: new monaco.Range(place.line, 1, place.line, 1), options: { isWholeLine: true, className: 'orrery-bad', marginClassName: 'orrery-bad' } },
      { range: new monaco.Range(place.line, place.column, place.line, place.endColumn), options: { inlineClassName: 'orrery-squiggle' } },
    ]));
    editor.changeViewZones((accessor) => {
      // As wide as what is seen of the lines, not as the longest of them.
      const width = editor.getLayoutInfo().contentWidth;
      zones = shown.map((zone) => {
        const domNode = zoneElement(zone, fix);
        domNode.style.maxWidth = `${width}px`;
        return accessor.addZone({ afterLineNumber: zone.place.line, heightInPx: zoneHeight(zone, width), domNode, suppressMouseDown: false });
      });
    });
    // Near the top, so that there is room for what stands under the line.
    const first = shown[0];
    if (first) editor.setScrollPosition({ scrollLeft: 0, scrollTop: editor.getTopForLineNumber(Math.max(1, first.place.line - 1)) });
    judge();
  };
  return {
    refused,
    dispose: () => { forgetKinds(); host.removeEventListener('paste', paste, true); clearTimeout(typing); if (model.getValue() !== saved) save(); for (const subscription of subscriptions) subscription.dispose(); editor.dispose(); model.dispose(); },
    dress: () => { dressMonaco(useView.getState().theme === 'dark'); const size = useView.getState().presenter ? 18 : 12; editor.updateOptions({ fontSize: size, lineHeight: size * 1.5 }); },
    save,
    // What this editor saved itself comes back here too; by then more may have been typed.
    setText: (next) => {
      if (next === saved) return;
      saved = next;
      if (model.getValue() !== next) model.setValue(next);
    },
    cause: (source, kind) => {
      if (shown.length > 0) return;
      if (!source || source.file !== name || source.line > model.getLineCount()) { marks.clear(); return; }
      marks.set([{
        range: new monaco.Range(source.line, 1, source.line, model.getLineMaxColumn(source.line)),
        options: { isWholeLine: true, className: 'orrery-cause', marginClassName: 'orrery-cause', lineNumberClassName: 'orrery-cause-no', after: { content: word(kind === 'Node' ? 'editor.ledTo' : 'editor.cause', { kind }), inlineClassName: 'orrery-because' } },
      }]);
      editor.revealLineInCenterIfOutsideViewport(source.line);
    },
    goTo: (line) => { editor.revealLineInCenter(line); editor.setPosition({ lineNumber: line, column: 1 }); editor.focus(); },
    format: () => void editor.getAction('editor.action.formatDocument')?.run(),
    focus: () => editor.focus(),
  };
}
