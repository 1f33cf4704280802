// IPAddress: that an address is taken, and by whom; it is called as the address is.
// Upstream: pkg/registry/networking/ipaddress/strategy.go, pkg/apis/networking/validation ValidateIPAddress

import { deepEqual, formatIpv6, parseIpv4, parseIpv6 } from '../../base/index.ts';
import { addInvalid, checkDnsSubdomain } from '../checks.ts';
import { nameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { FieldError } from '../field-error.ts';
import { invalid, path, printedJson, required } from '../field-error.ts';
import type { IPAddress, IPAddressInput } from '../generated/types.ts';
import type { NameValidator } from '../names.ts';
import { validatePathSegmentName } from '../names.ts';

const at = path('spec', 'parentRef');

const validateName: NameValidator = (name) => {
  if (parseIpv4(name) !== undefined) return [];
  if (parseIpv4(name, true) !== undefined) return ['must not have leading 0s'];
  const v6 = parseIpv6(name);
  if (v6 === undefined) return ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'];
  return formatIpv6(v6) === name ? [] : [`must be in canonical form ("${formatIpv6(v6)}")`];
};

function validate({ spec }: IPAddress): FieldError[] {
  const errors: FieldError[] = [];
  const parent = spec?.parentRef;
  if (!parent) return [required(at)];
  const { group, resource, name, namespace } = parent;
  if (group) checkDnsSubdomain(errors, at.child('group'), group);
  for (const [field, value] of [['resource', resource], ['name', name]] as const) {
    if (value) addInvalid(errors, at.child(field), value, validatePathSegmentName(value, false));
    else errors.push(required(at.child(field)));
  }
  if (namespace) addInvalid(errors, at.child('namespace'), namespace, validatePathSegmentName(namespace, false));
  return errors;
}

function validateUpdate(next: IPAddress, previous: IPAddress): readonly FieldError[] {
  const errors = validate(next);
  if (deepEqual(next.spec, previous.spec)) return errors;
  const parent = next.spec?.parentRef;
  const { group = '', resource = '', namespace = '', name = '' } = parent ?? {};
  const shown = parent ? printedJson({ Group: group, Resource: resource, Namespace: namespace, Name: name }) : null;
  return [...errors, invalid(at, shown, 'field is immutable')];
}

function parentCell({ spec: { parentRef } }: IPAddress): string {
  const { group, resource, namespace, name } = parentRef;
  return `${group ? `${resource}.${group}` : resource}/${namespace ? `${namespace}/` : ''}${name}`;
}

/** How IPAddresses are completed, checked, shown and selected. */
export const ipAddressKind = defineKind<IPAddressInput, IPAddress>({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'IPAddress',
  metadataLooks: { ofChange: ['new', 'change'] },
  validateName,
  validateCreate: validate,
  validateUpdate,
  columns: [nameColumn, textColumn('ParentRef', parentCell)],
});
