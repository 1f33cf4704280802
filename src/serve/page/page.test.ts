import '../../worker/provide.ts';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createWorld, readTopology } from '../../cluster/index.ts';
import type { Command, Report } from '../../protocol/index.ts';
import { openDoor } from '../door.ts';
import type { Door } from '../door.ts';

let door: Door;
let folder: string;
let server: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'page-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets/a.js'), '1');
  door = await openDoor(createWorld({ topology: readTopology({ workers: [{ name: 'worker-1' }] }), seed: 1 }), { port: 0, bind: '127.0.0.1', speed: 5, page: folder });
  server = door.url;
}, 60_000);

afterAll(async () => {
  await door.close();
  rmSync(folder, { recursive: true });
});

/** A page as far as the protocol goes: draws what it is sent, and keeps every report. */
class Page {
  readonly reports: Report[] = [];
  readonly socket: WebSocket;
  private waiting: (() => void) | undefined;

  constructor() {
    this.socket = new WebSocket(`${server.replace('http', 'ws')}/orrery/world`);
    this.socket.on('open', () => this.send({ type: 'load', source: { seed: 1 } }));
    this.socket.on('message', (data: Buffer) => {
      const report = JSON.parse(data.toString()) as Report;
      this.reports.push(report);
      if (report.type === 'frame') this.send({ type: 'drawn', frame: report.frame });
      this.waiting?.();
    });
  }

  send(command: Command): void {
    this.socket.send(JSON.stringify(command));
  }

  /** Waits until something that was reported is as wanted. */
  async until(wanted: (reports: readonly Report[]) => boolean): Promise<void> {
    while (!wanted(this.reports)) await new Promise<void>((resolve) => (this.waiting = resolve));
  }

  get output(): string {
    return this.reports.flatMap((report) => (report.type === 'frame' ? report.output ?? [] : [])).map(({ data }) => data).join('');
  }
}

const hasPod = (name: string) => (reports: readonly Report[]): boolean => reports.some((report) => report.type === 'frame' && report.pods?.set?.some((pod) => pod.name === name));

describe('the page on a served world', () => {
  test('several see the same, and each can act', async () => {
    const [one, two] = [new Page(), new Page()];
    await Promise.all([one, two].map((page) => page.until((reports) => reports.some(({ type }) => type === 'frame'))));
    expect(one.reports.find(({ type }) => type === 'world')).toMatchObject({ type: 'world', seed: 1, attached: true });
    one.send({ type: 'openTerminal', tab: 'workstation', host: 'machine/workstation', columns: 80, rows: 24 });
    one.send({ type: 'terminalInput', tab: 'workstation', data: 'kubectl run made-by-one --image nginx\r' });
    await two.until(hasPod('made-by-one'));
    await one.until(() => one.output.includes('pod/made-by-one created'));
    two.send({ type: 'apply', request: 1, mode: 'apply', files: [{ name: 'a.yaml', text: 'apiVersion: v1\nkind: Pod\nmetadata: {name: made-by-two}\nspec: {containers: [{name: a, image: nginx}]}\n' }] });
    await two.until((reports) => reports.some(({ type }) => type === 'applied'));
    await one.until(hasPod('made-by-two'));
    const answer = await fetch(`${server}/api/v1/namespaces/default/pods/made-by-two`, { headers: 'token' in door.wayIn.user ? { authorization: `Bearer ${door.wayIn.user.token}` } : {} });
    expect(answer.status).toBe(200);
    one.socket.close();
    two.send({ type: 'select', id: 'object/Pod/default/made-by-one' });
    await two.until((reports) => reports.some((report) => report.type === 'inspection' && report.id === 'object/Pod/default/made-by-one'));
    two.socket.close();
  });

  test('nobody stops the time of all', async () => {
    const page = new Page();
    await page.until((reports) => reports.some(({ type }) => type === 'frame'));
    page.send({ type: 'pause' });
    page.socket.send('{');
    await page.until((reports) => reports.filter(({ type }) => type === 'failure').length === 2);
    expect(page.reports.filter(({ type }) => type === 'failure')).toMatchObject([
      { command: 'pause', message: 'pause: this world is served to others too, and its time passes by the clock' }, { message: expect.stringMatching(/^not JSON: /) },
    ]);
    const frames = page.reports.filter(({ type }) => type === 'frame').length;
    await page.until((reports) => reports.filter(({ type }) => type === 'frame').length > frames);
    page.socket.close();
  });

  test.each([
    ['another page\'s', { origin: 'https://evil.example' }, 403],
    ['a name that was bent to here', { host: 'evil.example' }, 403],
  ])('%s request is refused', async (_, headers, code) => {
    const socket = new WebSocket(`${server.replace('http', 'ws')}/orrery/world`, { headers });
    expect(await new Promise((resolve) => socket.on('unexpected-response', (__, response) => resolve(response.statusCode)))).toBe(code);
  });

  test.each([
    ['/orrery/', 200, 'text/html; charset=utf-8'],
    ['/orrery/assets/a.js', 200, 'text/javascript; charset=utf-8'],
    ['/orrery/..%2f..%2fpackage.json', 404, 'text/plain; charset=utf-8'],
    ['/orrery/assets', 404, 'text/plain; charset=utf-8'],
    ['/orrery/%00', 404, 'text/plain; charset=utf-8'],
  ])('%s answers %i', async (path, code, type) => {
    const response = await fetch(`${server}${path}`);
    expect([response.status, response.headers.get('content-type')]).toEqual([code, type]);
  });

  test('is named where it was built', () => {
    expect(door.pageUrl).toBe(`${server}/orrery/#attached`);
  });
});
