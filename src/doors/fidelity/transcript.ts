/** One thing that a transcript does. */
export type Step =
  | { readonly type: 'run'; readonly command: string; readonly expected: readonly string[] }
  | { readonly type: 'until'; readonly command: string; readonly matches: string }
  | { readonly type: 'pass'; readonly span: string }
  /** Something is done to the machines of the cluster; only recordings of etcd do so. */
  | { readonly type: 'do'; readonly verb: string };

/** What a person typed at a real cluster and what it answered, with the files that the commands read. */
export interface Transcript {
  /** The first comment. */
  readonly title: string;
  readonly steps: readonly Step[];
  readonly files: Readonly<Record<string, string>>;
}

/** Reads a recording: a txtar archive whose head is the transcript. */
export function readTranscript(text: string): Transcript {
  const [head = '', ...parts] = text.split(/^-- (.+) --$/m);
  const files: Record<string, string> = {};
  for (let i = 0; i + 1 < parts.length; i += 2) files[parts[i] ?? ''] = (parts[i + 1] ?? '').replace(/^\n/, '');
  const title = /^# ?(.*)$/m.exec(head)?.[1] ?? '';
  return { title, steps: readSteps(head.split('\n')), files };
}

function readSteps(lines: readonly string[]): Step[] {
  const steps: Step[] = [];
  let output: string[] | undefined;
  for (const line of lines) {
    if (line.startsWith('$ ')) {
      output = [];
      steps.push({ type: 'run', command: line.slice(2), expected: output });
    } else if (line.startsWith('#') || /^[?@!] /.test(line)) {
      output = undefined;
      if (!line.startsWith('#')) steps.push(readWait(line));
    } else if (output) {
      output.push(/^\\[$#?@!\\]/.test(line) ? line.slice(1) : line);
    }
  }
  return steps;
}

function readWait(line: string): Step {
  const rest = line.slice(2);
  if (line.startsWith('!')) return { type: 'do', verb: rest };
  if (line.startsWith('@')) return { type: 'pass', span: rest };
  const at = rest.lastIndexOf(' ~ ');
  return { type: 'until', command: rest.slice(0, at), matches: rest.slice(at + 3) };
}
