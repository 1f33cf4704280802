// What is refused in NetworkPolicies.
// Upstream: pkg/apis/networking/validation ValidateNetworkPolicySpec

import { cidrContains, formatCidr, parseCidr } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { addInvalid, checkLabelSelector, checkPort, checkSupported } from '../checks.ts';
import type { FieldError, FieldPath } from '../field-error.ts';
import { forbidden, invalid, path, required } from '../field-error.ts';
import type { IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../generated/types.ts';
import { isPortNumber } from '../names.ts';

const at = path('spec');
const notBlock = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

function checkPolicyPort(errors: Errors, where: FieldPath, { protocol, port, endPort }: NetworkPolicyPort): void {
  checkSupported(errors, where.child('protocol'), protocol, ['TCP', 'UDP', 'SCTP']);
  if (endPort !== undefined) {
    const end = where.child('endPort');
    if (port === undefined) errors.push(invalid(end, endPort, 'may not be specified when `port` is not specified'));
    else if (typeof port === 'string') errors.push(invalid(end, endPort, 'may not be specified when `port` is non-numeric'));
  }
  if (port === undefined) return;
  checkPort(errors, where.child('port'), port);
  if (typeof port === 'number' && endPort !== undefined && endPort < port) {
    errors.push(invalid(where.child('endPort'), port, 'must be greater than or equal to `port`'));
  }
  if (typeof port === 'number' && endPort !== undefined) addInvalid(errors, where.child('endPort'), endPort, isPortNumber(endPort));
}

/** What a text that older servers took for a block has too much. */
function oldForm(text: string): string | undefined {
  const [address = '', prefix = ''] = text.split('/');
  if (/^0[0-9]/.test(prefix) || (!address.includes(':') && /(^|\.)0[0-9]/.test(address))) return 'must not have leading 0s in IP or prefix length';
  return /^::ffff:[0-9]+\./i.test(address) ? 'must not have an IPv4-mapped IPv6 address' : undefined;
}

/** An address block in the form in which it is unique: nothing is said beyond its prefix. */
function checkBlockText(errors: Errors, where: FieldPath, text: string): boolean {
  const [address = '', prefix = ''] = text.split('/');
  const block = parseCidr(text);
  const old = oldForm(text);
  if (old !== undefined) errors.push(invalid(where, text, old));
  else if (!block) errors.push(invalid(where, text, notBlock));
  else if (parseCidr(`${address}/${block.version === 4 ? 32 : 128}`)?.base !== block.base) {
    errors.push(invalid(where, text, 'must not have bits set beyond the prefix length'));
  }
  return block !== undefined && prefix !== '';
}

function checkIpBlock(errors: Errors, where: FieldPath, { cidr = '', except = [] }: IPBlock): void {
  if (cidr === '') {
    errors.push(required(where.child('cidr')));
    return;
  }
  if (!checkBlockText(errors, where.child('cidr'), cidr)) return;
  const outer = parseCidr(cidr);
  for (const [index, text] of except.entries()) {
    const here = where.child('except').index(index);
    if (!checkBlockText(errors, here, text)) continue;
    const inner = parseCidr(text);
    const isWithin = outer && inner && inner.prefix > outer.prefix && cidrContains(outer, formatCidr(inner).split('/', 1)[0] ?? '');
    if (!isWithin) errors.push(invalid(here, text, 'must be a strict subset of `cidr`'));
  }
}

function checkPeer(errors: Errors, where: FieldPath, { podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer): void {
  if (podSelector) checkLabelSelector(errors, where.child('podSelector'), podSelector);
  if (namespaceSelector) checkLabelSelector(errors, where.child('namespaceSelector'), namespaceSelector);
  if (ipBlock) checkIpBlock(errors, where.child('ipBlock'), ipBlock);
  if (!podSelector && !namespaceSelector && !ipBlock) errors.push(required(where, 'must specify a peer'));
  else if (ipBlock && (podSelector ?? namespaceSelector)) errors.push(forbidden(where, 'may not specify both ipBlock and another peer'));
}

interface Rule {
  readonly ports?: readonly NetworkPolicyPort[];
  readonly peers: readonly NetworkPolicyPeer[];
}

function checkRule(errors: Errors, where: FieldPath, direction: string, { ports = [], peers }: Rule): void {
  for (const [index, port] of ports.entries()) checkPolicyPort(errors, where.child('ports').index(index), port);
  for (const [index, peer] of peers.entries()) checkPeer(errors, where.child(direction).index(index), peer);
}

/** Errors of a NetworkPolicy. */
export function validateNetworkPolicy({ spec }: NetworkPolicy): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkLabelSelector(errors, at.child('podSelector'), spec.podSelector);
  for (const [index, { from = [], ...rule }] of (spec.ingress ?? []).entries()) checkRule(errors, at.child('ingress').index(index), 'from', { ...rule, peers: from });
  for (const [index, { to = [], ...rule }] of (spec.egress ?? []).entries()) checkRule(errors, at.child('egress').index(index), 'to', { ...rule, peers: to });
  const where = at.child('policyTypes');
  if (spec.policyTypes.length > 2) return [...errors, invalid(where, spec.policyTypes, 'may not specify more than two policyTypes')];
  for (const [index, type] of spec.policyTypes.entries()) checkSupported(errors, where.index(index), type, ['Ingress', 'Egress']);
  return errors;
}
