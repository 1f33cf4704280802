// The files in testdata hold what k8s.io/apimachinery and k8s.io/api answered.
import './provide.ts';
import { describe, expect, test } from 'vitest';
import {
  DecodeError, KindRegistry, decode, defineKind, definitionOf, formatFieldError, formatFieldErrors, gvkOf, invalid, isConfigMapKey, isDns1035Label,
  isDnsLabel, isDnsSubdomain, isEnvVarName, isHttpHeaderName, isLabelValue, isPercentage, isPortName, isQualifiedName, isStrictEnvVarName,
  isWildcardDnsSubdomain, notSupported, path, required, validateDnsSubdomainName, validateMetadata, validateMetadataUpdate,
} from './index.ts';
import type { ConfigMap, ConfigMapInput, ObjectMetaInput } from './index.ts';
import decoding from './testdata/decode.json' with { type: 'json' };
import metadata from './testdata/metadata.json' with { type: 'json' };
import names from './testdata/names.json' with { type: 'json' };

const definition = (object: { readonly apiVersion: string; readonly kind: string }) => definitionOf(gvkOf(object)) ?? '';

/** Lists and moments that are empty are null to Go and missing or empty here. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).map(([key, part]) => [key, withoutEmpty(part)] as const);
  return Object.fromEntries(pairs.filter(([, part]) => part !== null && !(Array.isArray(part) && part.length === 0)));
}

describe('decoding', () => {
  test.each(decoding.map((entry) => [JSON.stringify(entry.input), entry] as const))('%s is decoded as Go decodes it', (_, expected) => {
    const run = () => {
      try {
        const { value, unknownFields } = decode(definition(expected.input), expected.input);
        const error = `strict decoding error: ${unknownFields.map((field) => `unknown field "${field}"`).join(', ')}`;
        return { object: withoutEmpty(value), error: unknownFields.length > 0 ? error : undefined };
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        return { object: undefined, error: error.message };
      }
    };
    expect(run()).toEqual({ object: withoutEmpty((expected as { object?: unknown }).object), error: (expected as { error?: string }).error });
  });

  test('what is decoded already is not copied', () => {
    const { value } = decode('io.k8s.api.core.v1.Pod', { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', image: 'b' }] } });
    expect(decode('io.k8s.api.core.v1.Pod', value).value).toBe(value);
  });
});

const rules = { namespaced: true, validateName: validateDnsSubdomainName };

test.each(metadata.map((entry) => [JSON.stringify(entry.next), entry] as const))('metadata %s has the errors that Go finds', (_, entry) => {
  const next = decode('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta', entry.next).value as ObjectMetaInput;
  const errors = 'previous' in entry ? validateMetadataUpdate(next, entry.previous as ObjectMetaInput) : validateMetadata(next, rules);
  expect(`[${errors.map(formatFieldError).join(' ')}]`).toBe(entry.errors);
});

test('names are refused in the same words', () => {
  const checks: Readonly<Record<string, (value: string) => readonly string[]>> = {
    qualified: isQualifiedName, label: isLabelValue, dnslabel: isDnsLabel, dnssub: isDnsSubdomain, dns1035: isDns1035Label, wildcard: isWildcardDnsSubdomain,
    cmkey: isConfigMapKey, envvar: isEnvVarName, oldenv: isStrictEnvVarName, portname: isPortName, percent: isPercentage, header: isHttpHeaderName,
  };
  for (const { check, value, errors } of names) expect({ check, value, errors: checks[check]?.(value) }).toEqual({ check, value, errors });
});

test('field errors are written as the server writes them', () => {
  const at = path('spec', 'containers').index(0).child('name');
  const errors = [required(at), invalid(path('spec', 'replicas'), -1, 'must be greater than or equal to 0'), notSupported('spec.type', 'x', ['A', 'B']), required(at)];
  expect(formatFieldErrors(errors)).toBe(
    '[spec.containers[0].name: Required value, spec.replicas: Invalid value: -1: must be greater than or equal to 0, spec.type: Unsupported value: "x": supported values: "A", "B"]',
  );
  expect(formatFieldErrors([required(path('data').key('a'), 'why')])).toBe('data[a]: Required value: why');
});

test('a kind takes its names from the facts and is found by any of them', () => {
  const kind = defineKind<ConfigMapInput, ConfigMap>({ group: '', version: 'v1', kind: 'ConfigMap' });
  expect(kind).toMatchObject({ plural: 'configmaps', singular: 'configmap', shortNames: ['cm'], namespaced: true, hasStatus: false, listKind: 'ConfigMapList' });
  const registry = new KindRegistry([kind]);
  for (const name of ['configmaps', 'configmap', 'cm']) expect(registry.named(name)).toEqual([kind]);
  expect(registry.byResource('v1', 'configmaps')).toBe(registry.byKind('v1', 'ConfigMap'));
  expect(() => defineKind({ group: 'x', version: 'v1', kind: 'Nothing' })).toThrow('x/v1 Nothing is not in the recorded facts');
});
