import { describe, expect, test } from 'vitest';
import { executeTemplate } from './execute.ts';
import { parseTemplate } from './parse.ts';

const list = {
  items: [
    { metadata: { name: 'api', labels: { app: 'api' } }, data: { user: 'YWRtaW4=' }, replicas: 3 },
    { metadata: { name: 'web', labels: { app: 'web' } }, replicas: 0 },
  ],
};

function text(template: string, allowMissing = true): string {
  const out = { text: '' };
  executeTemplate(parseTemplate(template), list, { out, allowMissing });
  return out.text;
}

describe('a Go template', () => {
  test.each([
    ['{{range .items}}{{.metadata.name}}{{"\\n"}}{{end}}', 'api\nweb\n'],
    ['{{range $i, $p := .items}}{{if $i}}, {{end}}{{$p.metadata.name}}{{end}}', 'api, web'],
    ['{{len .items}} pods', '2 pods'],
    ['{{(index .items 0).metadata.name}} {{index .items 1 "metadata" "labels" "app"}}', 'api web'],
    ['{{with (index .items 0).data}}{{.user | base64decode}}{{else}}none{{end}}', 'admin'],
    ['{{range .items}}{{if eq .metadata.name "api"}}A{{else if gt .replicas 1}}B{{else}}C{{end}}{{end}}', 'AC'],
    ['{{range .items -}}  {{.replicas}} {{- end}}', '30'],
    ['{{printf "%-5s|%03d|%q" "a" 7 "b"}}', 'a    |007|"b"'],
    ['{{.nothing}}', '<no value>'],
    ['{{range .nothing}}x{{else}}empty{{end}}', 'empty'],
    ['{{$x := 1}}{{$x = 2}}{{$x}}{{and true ""}}{{or "" "z"}}{{not 0}}', '2ztrue'],
    ['{{/* a comment */}}{{(index .items 0).metadata.labels}}', 'map[app:api]'],
  ])('%s', (template, expected) => {
    expect(text(template)).toBe(expected);
  });

  test.each([
    ['{{.nothing | base64decode}}', 'template: output:1:13: executing "output" at <base64decode>: invalid value; expected string'],
    ['{{base64decode .items}}', 'template: output:1:15: executing "output" at <.items>: wrong type for value; expected string; got []interface {}'],
    ['{{base64decode 1}}', 'template: output:1:15: executing "output" at <1>: expected string; found 1'],
    ['{{base64decode nil}}', 'template: output:1:15: executing "output" at <nil>: cannot assign nil to string'],
  ])('%s gives a function something else than text', (template, expected) => {
    expect(() => text(template)).toThrow(expected);
  });

  test('says where it cannot be read', () => {
    expect(() => text('{{.metadata.name')).toThrow('template: output:1: unclosed action');
    expect(() => text('{{if .a}}x')).toThrow('template: output:1: unexpected EOF');
  });

  test('says where a field cannot be had', () => {
    expect(() => text('{{range .items}}{{.metadata.name.first}}{{end}}'))
      .toThrow('template: output:1:27: executing "output" at <.metadata.name.first>: can\'t evaluate field first in type interface {}');
    expect(() => text('{{range .items}}{{.spec.nothing}}{{end}}', false)).toThrow('map has no entry for key "spec"');
  });
});
