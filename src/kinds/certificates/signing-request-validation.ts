// What is refused in CertificateSigningRequests.
// Upstream: pkg/apis/certificates/validation

import { base64DecodeText } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { checkSupported } from '../checks.ts';
import type { FieldError } from '../field-error.ts';
import { duplicate, forbidden, invalid, notSupported, path, required, tooLong } from '../field-error.ts';
import type { CertificateSigningRequest, CertificateSigningRequestCondition } from '../generated/types.ts';
import { isDnsLabel, isDnsSubdomain } from '../names.ts';
import { hasRequestBlock, readRequest } from './request-text.ts';

const at = path('spec');
const shortest = 600; // seconds
const usages = [
  'any', 'cert sign', 'client auth', 'code signing', 'content commitment', 'crl sign', 'data encipherment', 'decipher only', 'digital signature',
  'email protection', 'encipher only', 'ipsec end system', 'ipsec tunnel', 'ipsec user', 'key agreement', 'key encipherment', 'microsoft sgc',
  'netscape sgc', 'ocsp signing', 's/mime', 'server auth', 'signing', 'timestamping',
];

function checkUsages(errors: Errors, list: readonly string[]): void {
  const where = at.child('usages');
  if (list.length === 0) errors.push(required(where));
  for (const [index, usage] of list.entries()) if (!usages.includes(usage)) errors.push(notSupported(where.index(index), usage, usages));
  for (const [index, usage] of list.entries()) if (list.indexOf(usage) < index) errors.push(duplicate(where.index(index), usage));
}

const longestDomain = 253;
const longestSigner = 571; // domain, slash, two labels of an account, and a resource's name

function checkSigner(errors: Errors, name: string): void {
  const where = at.child('signerName');
  if (name === '') {
    errors.push(required(where));
    return;
  }
  const [domain = '', signer, ...more] = name.split('/');
  if (signer === undefined || more.length > 0) {
    errors.push(invalid(where, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'"));
    return;
  }
  if (domain.length > longestDomain) errors.push(tooLong(where, longestDomain));
  const labels = domain.split('.');
  for (const label of labels) for (const why of isDnsLabel(label)) errors.push(invalid(where, domain, `validating label "${label}": ${why}`));
  if (labels.length < 2) errors.push(invalid(where, domain, 'should be a domain with at least two segments separated by dots'));
  for (const why of isDnsSubdomain(signer)) errors.push(invalid(where, signer, `validating label "${signer}": ${why}`));
  if (name.length > longestSigner) errors.push(tooLong(where, longestSigner));
  if (name === 'kubernetes.io/legacy-unknown') errors.push(invalid(where, name, 'the legacy signerName is not allowed via this API version'));
}

/** Errors of a new CertificateSigningRequest. */
export function validateSigningRequest({ spec }: CertificateSigningRequest): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { request, expirationSeconds } = spec;
  if (!hasRequestBlock(request)) {
    errors.push(invalid(at.child('request'), request ?? null, 'PEM block type must be CERTIFICATE REQUEST'));
  } else if (!readRequest(request)) {
    errors.push(invalid(at.child('request'), request, 'asn1: structure error'));
  }
  checkUsages(errors, spec.usages ?? []);
  checkSigner(errors, spec.signerName);
  if (expirationSeconds !== undefined && expirationSeconds < shortest) {
    errors.push(invalid(at.child('expirationSeconds'), expirationSeconds, `may not specify a duration less than ${shortest} seconds (10 minutes)`));
  }
  return errors;
}

const conditionsAt = path('status', 'conditions');
type Conditions = readonly CertificateSigningRequestCondition[];

function checkConditions(errors: Errors, conditions: Conditions): void {
  const seen = new Set<string>();
  for (const [index, { type, status }] of conditions.entries()) {
    const where = conditionsAt.index(index);
    if (!type) errors.push(required(where.child('type')));
    if (type === 'Approved' || type === 'Denied' || type === 'Failed') {
      if (!status) errors.push(required(where.child('status')));
      else if (status !== 'True') errors.push(notSupported(where.child('status'), status, ['True']));
    } else if (!status) {
      errors.push(required(where.child('status')));
    } else {
      checkSupported(errors, where.child('status'), status, ['False', 'True', 'Unknown']);
    }
    if (type && seen.has(type)) errors.push(duplicate(where.child('type'), type));
    seen.add(type);
  }
  if (seen.has('Approved') && seen.has('Denied')) errors.push(invalid(conditionsAt, 'Denied', 'Approved and Denied conditions are mutually exclusive'));
}

/** Decisions once made stay; those that are not to be made here are not. */
function checkDecisions(errors: Errors, next: Conditions, previous: Conditions, mayDecide: boolean): void {
  for (const type of ['Approved', 'Denied']) {
    const [before, after] = [previous, next].map((list) => list.some((condition) => condition.type === type));
    if (after && !before && !mayDecide) errors.push(forbidden(conditionsAt, `updates may not add a condition of type "${type}"`));
    if (before && !after) errors.push(forbidden(conditionsAt, `updates may not remove a condition of type "${type}"`));
  }
}

/** Errors of a decision. */
export function validateApproval({ status: next }: CertificateSigningRequest, { status: previous }: CertificateSigningRequest): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkConditions(errors, next.conditions ?? []);
  checkDecisions(errors, next.conditions ?? [], previous.conditions ?? [], true);
  return errors;
}

/** Errors of what a signer writes. */
export function validateCertificateStatus({ status: next }: CertificateSigningRequest, { status: previous }: CertificateSigningRequest): readonly FieldError[] {
  const errors: FieldError[] = [];
  const { certificate, conditions = [] } = next;
  checkConditions(errors, conditions);
  if (certificate && !base64DecodeText(certificate)?.includes('-----BEGIN CERTIFICATE-----')) {
    errors.push(invalid(path('status', 'certificate'), '<certificate data>', 'must contain at least one CERTIFICATE PEM block'));
  }
  checkDecisions(errors, conditions, previous.conditions ?? [], false);
  if (previous.certificate && certificate !== previous.certificate) {
    errors.push(forbidden(path('status', 'certificate'), 'updates may not modify existing certificate content'));
  }
  return errors;
}
