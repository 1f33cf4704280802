import { YamlError, isObject, readYaml } from '../../base/index.ts';
import { TopologyError, presets, readTopology } from '../../cluster/index.ts';
import type { Topology } from '../../cluster/index.ts';
import { safeguardNames } from '../../etcd/index.ts';
import { readClaim } from './claims.ts';
import type { Claim } from './claims.ts';
import { readMove } from './moves.ts';
import type { Move } from './moves.ts';
import { SituationError } from './situation.ts';
import type { Situation, Step, Words } from './situation.ts';

/** Greatest sizes of a situation that comes from outside. */
const limits = { characters: 100_000, steps: 100, lines: 500 } as const;

const fields = ['id', 'title', 'summary', 'topology', 'seed', 'boots', 'without', 'beginning', 'steps', 'closing'];

/** The situation that a text of YAML or JSON describes. Throws SituationError. */
export function readSituationText(text: string): Situation {
  if (text.length > limits.characters) throw new SituationError(`the situation has ${text.length} characters; ${limits.characters} are the most`);
  try {
    return readSituation(readYaml(text));
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new SituationError(`the situation is no YAML: ${error.message}`);
  }
}

/** The situation that an object describes (see `SituationFile`): all of it is read, so that no move is unknown later. Throws SituationError. */
export function readSituation(input: unknown): Situation {
  const file = asRecord(input, 'the situation', fields);
  const id = asText(file['id'], 'id');
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) throw new SituationError(`id: ${JSON.stringify(id)} is not small letters, digits and hyphens`);
  const closing = asRecord(file['closing'], 'closing', ['en', 'zh', 'when']);
  const when = readLines(closing['when'], 'closing.when', readClaim);
  if (when.length === 0) throw new SituationError('closing.when: nothing confirms the closing sentence');
  const seed = file['seed'];
  if (seed !== undefined && !(typeof seed === 'number' && Number.isSafeInteger(seed))) throw new SituationError(`seed: ${JSON.stringify(seed)} is no whole number`);
  return {
    id,
    title: wordsOf(asRecord(file['title'], 'title', ['en', 'zh']), 'title'),
    summary: wordsOf(asRecord(file['summary'], 'summary', ['en', 'zh']), 'summary'),
    topology: topologyOf(file['topology'] ?? 'raft-5'),
    ...(seed === undefined ? {} : { seed }),
    boots: asFlag(file['boots'] ?? true, 'boots'),
    beginning: [...withoutOf(file['without']), ...readLines(file['beginning'] ?? [], 'beginning', readMove)],
    steps: stepsOf(file['steps']),
    closing: { ...wordsOf(closing, 'closing'), when },
  };
}

function withoutOf(value: unknown): readonly Move[] {
  return readLines(value ?? [], 'without', (name) => {
    if (!safeguardNames.some((known) => known === name)) throw new SituationError(`there is no safeguard ${JSON.stringify(name)}; known are ${safeguardNames.join(', ')}`);
    return readMove(`safeguard ${name} off`);
  });
}

function topologyOf(value: unknown): Topology {
  try {
    return (typeof value === 'string' && Object.hasOwn(presets, value) ? presets[value] : undefined) ?? readTopology(typeof value === 'string' ? readYaml(value) : value);
  } catch (error) {
    if (!(error instanceof TopologyError) && !(error instanceof YamlError)) throw error;
    throw new SituationError(`topology: ${error.message}`);
  }
}

function stepsOf(value: unknown): readonly Step[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > limits.steps) throw new SituationError(`steps: expected a list of 1 to ${limits.steps} steps`);
  return value.map((entry, index) => {
    const at = `steps[${index}]`;
    const step = asRecord(entry, at, ['en', 'zh', 'do', 'until']);
    const until = readLines(step['until'], `${at}.until`, readClaim);
    if (until.length === 0) throw new SituationError(`${at}.until: nothing tells when it is done`);
    return { ...wordsOf(step, at), moves: readLines(step['do'] ?? [], `${at}.do`, readMove), until };
  });
}

function readLines<Read extends Move | Claim>(value: unknown, at: string, read: (line: string) => Read): readonly Read[] {
  if (!Array.isArray(value) || value.length > limits.lines) throw new SituationError(`${at}: expected a list of at most ${limits.lines} lines`);
  return value.map((line: unknown, index) => {
    const text = asText(line, `${at}[${index}]`);
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof SituationError)) throw error;
      throw new SituationError(`${at}[${index}]: ${error.message}`);
    }
  });
}

function wordsOf(value: Readonly<Record<string, unknown>>, at: string): Words {
  return { en: asText(value['en'], `${at}.en`), zh: asText(value['zh'], `${at}.zh`) };
}

function asRecord(value: unknown, at: string, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw new SituationError(`${at}: expected an object with ${known.join(', ')}`);
  for (const key of Object.keys(value)) if (!known.includes(key)) throw new SituationError(`${at}: there is no field ${JSON.stringify(key)}; known are ${known.join(', ')}`);
  return value;
}

function asText(value: unknown, at: string): string {
  if (typeof value !== 'string' || value.trim() === '') throw new SituationError(`${at}: expected a text`);
  return value;
}

function asFlag(value: unknown, at: string): boolean {
  if (typeof value !== 'boolean') throw new SituationError(`${at}: expected true or false`);
  return value;
}
