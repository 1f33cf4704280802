import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { glyphs, type Glyph } from './glyphs.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const themes = { light: block(':root {'), dark: { ...block(':root {'), ...block('[data-theme="dark"] {') } };

function block(start: string): Readonly<Record<string, string>> {
  const from = css.indexOf(start);
  const text = css.slice(from, css.indexOf('\n}', from));
  return Object.fromEntries([...text.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6})\b/gi)].map(([, name = '', value = '']) => [name, value]));
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const surfaces = ['--surface-canvas', '--surface-panel', '--surface-raised', '--surface-sunken', '--surface-machine'];
const texts = ['--text-strong', '--text', '--text-soft', '--text-faint', '--brass-text', '--bad', '--good', '--warn'];
const messages = ['request', 'response', 'watch', 'vote', 'append', 'heartbeat', 'data', 'lost'].map((kind) => `--message-${kind}`);
const phases = ['pending', 'creating', 'running', 'succeeded', 'failed', 'terminating', 'crashloop'];

describe.each(Object.entries(themes))('the tokens in the %s theme', (_name, tokens) => {
  const of = (name: string): string => {
    const value = tokens[name];
    if (value === undefined) throw new Error(`${name} has no colour`);
    return value;
  };
  const pairs = (front: readonly string[], back: readonly string[], least: number): readonly string[] =>
    front.flatMap((a) => back.filter((b) => contrast(of(a), of(b)) < least).map((b) => `${a} on ${b}: ${contrast(of(a), of(b)).toFixed(2)}`));

  it('have text at 4.5:1 on every surface it may stand on', () => {
    expect(pairs([...texts, ...messages], surfaces, 4.5)).toEqual([]);
    expect(pairs(['--text-on-ink'], ['--surface-ink'], 4.5)).toEqual([]);
    expect(pairs(['--text-on-brass'], ['--brass', '--brass-hover', '--brass-press'], 4.5)).toEqual([]);
    expect(pairs(['--text-strong', '--text-soft'], phases.map((phase) => `--phase-${phase}-wash`), 4.5)).toEqual([]);
    expect(pairs(['--term-ink'], Array.from({ length: 8 }, (_, i) => `--term-${i + 1}`), 4.5)).toEqual([]);
  });
  it('have glyphs, focus and outlines of fields at 3:1', () => {
    expect(pairs([...phases.map((phase) => `--phase-${phase}`), '--focus', '--brass-line', '--line-field', ...Array.from({ length: 8 }, (_, i) => `--term-${i + 1}-line`)], ['--surface-canvas', '--surface-panel', '--surface-machine'], 3)).toEqual([]);
    for (const phase of phases) expect(contrast(of(`--phase-${phase}`), of(`--phase-${phase}-wash`))).toBeGreaterThanOrEqual(3);
  });
});

describe('the glyphs', () => {
  it('use only colours that the tokens have', () => {
    const named = Object.values(glyphs as Readonly<Record<string, Glyph>>).flatMap((glyph) => glyph.parts.flatMap((part) => [part.fill, part.stroke])).filter((colour) => colour?.startsWith('--') && colour !== '--term-fill');
    expect(named.filter((name) => name !== undefined && themes.light[name] === undefined)).toEqual([]);
  });
});
