// ServiceCIDR: a range that Services get addresses from.
// Upstream: pkg/registry/networking/servicecidr/strategy.go, pkg/apis/networking/validation ValidateServiceCIDR

import { parseCidr } from '../../base/index.ts';
import { checkCidr, checkImmutable } from '../checks.ts';
import { ageColumn, nameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { FieldError } from '../field-error.ts';
import { invalid, path, printedJson, required } from '../field-error.ts';
import type { ServiceCIDR, ServiceCIDRInput } from '../generated/types.ts';
import { complete } from '../reuse.ts';
import { saidIn } from '../said-empty.ts';

const at = path('spec', 'cidrs');

function validate({ spec: { cidrs = [] } }: ServiceCIDR): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (cidrs.length === 0) return [required(at, 'at least one CIDR required')];
  if (cidrs.length > 2) return [invalid(at, printedJson({ CIDRs: cidrs }), 'may only hold up to 2 values')];
  const versions = cidrs.map((cidr) => parseCidr(cidr)?.version);
  if (cidrs.length === 2 && versions[0] !== undefined && versions[0] === versions[1]) {
    errors.push(invalid(at, cidrs, 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64'));
  }
  for (const [index, cidr] of cidrs.entries()) {
    checkCidr(errors, at.index(index), cidr);
    if (!isFirstOfBlock(cidr)) errors.push(invalid(at.index(index), cidr, 'must not have bits set beyond the prefix length'));
  }
  return errors;
}

/** Whether a block is written by its first address. */
function isFirstOfBlock(text: string): boolean {
  const cidr = parseCidr(text);
  const alone = parseCidr(`${text.slice(0, text.lastIndexOf('/'))}/${cidr?.version === 4 ? 32 : 128}`);
  return !cidr || !alone || cidr.base === alone.base;
}

/** Ranges stay as they are; one of the other version of addresses may come to one that was alone. */
function validateUpdate(object: ServiceCIDR, { spec: { cidrs: previous = [] } }: ServiceCIDR): readonly FieldError[] {
  const { cidrs: next = [] } = object.spec;
  const isJoined = previous.length === 1 && next.length === 2;
  if (next.length !== previous.length && !isJoined) return [invalid(at, saidIn(object.spec, 'cidrs'), 'field is immutable')];
  const errors: FieldError[] = [];
  for (const [index, cidr] of previous.entries()) checkImmutable(errors, at.index(index), next[index], cidr);
  return isJoined ? [...errors, ...validate(object)] : errors;
}

/** How ServiceCIDRs are completed, checked, shown and selected. */
export const serviceCidrKind = defineKind<ServiceCIDRInput, ServiceCIDR>({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'ServiceCIDR',
  defaults: (input) => complete(input, { metadata: input.metadata ?? {}, spec: input.spec ?? {}, status: input.status ?? {} }),
  validateCreate: validate,
  validateUpdate,
  columns: [nameColumn, textColumn('CIDRs', ({ spec }) => spec.cidrs?.join(',') ?? ''), ageColumn],
});
