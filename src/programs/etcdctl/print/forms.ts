// The forms that `-w` chooses between, and how each writes what a command has to say.
// Upstream: etcdctl/ctlv3/command/printer.go

import { goJson } from '../../../base/index.ts';
import { ExitError } from '../exit.ts';
import { tableText } from './table.ts';
import type { Table } from './table.ts';

/** How things are shown, whatever the form. */
export interface Style {
  /** Bytes and ids in hexadecimal. */
  readonly isHex: boolean;
}

/** A line of the form `fields`: a name and what it is, as it is printed. */
export type Field = readonly [name: string, value: string];

/** An answer in each form; one that has no table, or no fields, cannot be shown so. */
export interface Forms<Answer> {
  /** Lines with their ends. */
  simple(answer: Answer, style: Style): string;
  /** What is written as JSON; fields that are undefined are left out, the others keep their order. */
  json(answer: Answer, style: Style): unknown;
  fields?(answer: Answer, style: Style): readonly Field[];
  table?(answer: Answer, style: Style): Table;
}

/** The names that `-w` knows. */
export const formats: readonly string[] = ['fields', 'json', 'protobuf', 'simple', 'table'];

/** The text of an answer in the form of that name. Throws ExitError when it has none. */
export function formText<Answer>(format: string, forms: Forms<Answer>, answer: Answer, style: Style): string {
  switch (format) {
    case 'simple':
      return forms.simple(answer, style);
    case 'json':
      return `${goJson(forms.json(answer, style), { keepsOrder: true })}\n`;
    case 'fields':
      if (forms.fields) return fieldsText(forms.fields(answer, style));
      break;
    case 'table':
      if (forms.table) return tableText(forms.table(answer, style));
      break;
  }
  throw new ExitError('badFeature', `${format} not supported as output format`);
}

/** Lines of the form `fields`. */
export function fieldsText(fields: readonly Field[]): string {
  return fields.map(([name, value]) => (name === '' ? '\n' : `"${name}" : ${value}\n`)).join('');
}
