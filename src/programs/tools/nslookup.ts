// Upstream: busybox networking/nslookup.c (the "big" one)
import type { Process } from '../../kernel/index.ts';
import { askServer, randomOf, readResolverConfig } from '../../machine/index.ts';
import type { DnsAnswer, DnsQuery, DnsRecord } from '../../machine/index.ts';
import type { Tool, ToolBody } from './support/tool.ts';

const types: Readonly<Record<string, DnsQuery['recordType']>> = { a: 'A', aaaa: 'AAAA', cname: 'CNAME', srv: 'SRV', ptr: 'PTR' };

interface Question {
  readonly name: string;
  readonly recordType: DnsQuery['recordType'];
}

/** `nslookup [-type=TYPE] NAME [SERVER]`: asks for the name with every domain of the search list; 1 unless all are known. */
export const nslookup: ToolBody = function* (tool) {
  const wanted = tool.args.flatMap((arg) => /^-(?:type|query|t|q)=(\w+)$/.exec(arg)?.[1]?.toLowerCase() ?? []);
  const [name, givenServer] = tool.args.filter((arg) => !arg.startsWith('-'));
  if (name === undefined) {
    yield* tool.context.stderr.write('BusyBox v1.36.1 multi-call binary.\n\nUsage: nslookup [-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]\n');
    return 1;
  }
  const config = readResolverConfig(tool.files);
  const server = givenServer ?? config.servers[0] ?? '127.0.0.1';
  // Only a name without a dot is tried with the search list, and then never by itself.
  const names = name.includes('.') || config.searches.length === 0 ? [name.replace(/\.$/, '')] : config.searches.map((domain) => `${name}.${domain}`);
  const questions = questionsFor(name, wanted, names);
  const answers = yield* ask(tool, server, questions, config.timeoutMs);
  if (answers.every((answer) => answer === undefined)) {
    tool.put(';; connection timed out; no servers could be reached\n\n');
    return 1;
  }
  tool.put(`Server:\t\t${server}\nAddress:\t${server}:53\n\n`);
  let failures = 0;
  for (const [index, question] of questions.entries()) {
    const answer = answers[index];
    if (!answer) {
      tool.put(`*** Can't find ${question.name}: No answer\n\n`);
      failures++;
    } else if (answer.status !== 'NOERROR') {
      tool.put(`** server can't find ${question.name}: ${answer.status}\n\n`);
      failures++;
    } else {
      tool.put(`${answer.records.map((record) => showRecord(record)).join('')}\n`);
    }
  }
  return failures > 0 ? 1 : 0;
};

function questionsFor(name: string, wanted: readonly string[], names: readonly string[]): readonly Question[] {
  const reverse = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(name);
  if (reverse && wanted.length === 0) return [{ name: `${reverse[4] ?? ''}.${reverse[3] ?? ''}.${reverse[2] ?? ''}.${reverse[1] ?? ''}.in-addr.arpa`, recordType: 'PTR' }];
  const recordTypes = wanted.length > 0 ? wanted.flatMap((type) => types[type] ?? []) : (['A', 'AAAA'] as const);
  return names.flatMap((candidate) => recordTypes.map((recordType) => ({ name: candidate, recordType })));
}

function* ask(tool: Tool, server: string, questions: readonly Question[], timeoutMs: number): Process<readonly (DnsAnswer | undefined)[]> {
  const { stack, group } = tool.context.sandbox;
  const answers: (DnsAnswer | undefined)[] = [];
  for (const question of questions) {
    const answer = yield* askServer({ stack, group, random: randomOf(tool.context) }, server, question, timeoutMs);
    answers.push(answer);
    if (!answer && answers.length === 1) break; // nobody is there: the others are not asked either
  }
  return answers;
}

function showRecord({ name, recordType, value }: DnsRecord): string {
  switch (recordType) {
    case 'A':
    case 'AAAA': return `Name:\t${name}\nAddress: ${value}\n`;
    case 'CNAME': return `${name}\tcanonical name = ${value}\n`;
    case 'SRV': return `${name}\tservice = ${value}\n`;
    case 'PTR': return `${name}\tname = ${value}\n`;
  }
}
