import { send } from './link.ts';
import { setView, useView } from './view.ts';

let requests = 0;

/** A name that no open file has. */
function freeName(wanted: string): string {
  const taken = new Set(useView.getState().files.map((file) => file.name));
  const stem = wanted.replace(/\.ya?ml$/, '');
  for (let n = 1; ; n++) {
    const name = n === 1 ? `${stem}.yaml` : `${stem}-${n}.yaml`;
    if (!taken.has(name)) return name;
  }
}

/** Opens an empty file. */
export function newFile(): void {
  openFile('untitled.yaml', '');
}

/** Opens a text as a file; an untouched file of the same text is brought to the front instead. */
export function openFile(wanted: string, text: string): string {
  const { files } = useView.getState();
  const same = files.find((file) => file.name === wanted && file.text === text && text !== '');
  const name = same?.name ?? freeName(wanted);
  setView({ files: same ? files : [...files, { name, text }], activeFile: name, docksOpen: true, applied: undefined });
  return name;
}

/** The text of a file, as it is typed. */
export function editFile(name: string, text: string): void {
  setView((view) => ({ files: view.files.map((file) => (file.name === name && file.text !== text ? { ...file, text } : file)) }));
}

/** Closes a file. */
export function closeFile(name: string): void {
  setView((view) => {
    const files = view.files.filter((file) => file.name !== name);
    return { files, activeFile: view.activeFile === name ? files.at(-1)?.name : view.activeFile };
  });
}

/** Sends a file to the world: apply, dry run or diff. The same as the command that is shown beside the button. */
export function applyFile(name: string, mode: 'apply' | 'dryRun' | 'diff'): void {
  const file = useView.getState().files.find((candidate) => candidate.name === name);
  if (!file) return;
  requests++;
  setView((view) => ({
    applied: undefined,
    applying: name,
    files: mode === 'apply' ? view.files.map((one) => (one.name === name ? { ...one, appliedText: one.text } : one)) : view.files,
  }));
  send({ type: 'apply', request: requests, mode, files: [{ name, text: file.text }] });
}
