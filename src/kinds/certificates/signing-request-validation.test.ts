import { expect, test } from 'vitest';
import { base64EncodeText } from '../../base/index.ts';
import { formatFieldError } from '../field-error.ts';
import type { CertificateSigningRequest } from '../generated/types.ts';
import { validateApproval, validateCertificateStatus } from './signing-request-validation.ts';

const approved = { type: 'Approved', status: 'True', reason: 'ByHand' };
const issued = base64EncodeText('-----BEGIN CERTIFICATE-----\n');

const requestWith = (status: CertificateSigningRequest['status']): CertificateSigningRequest =>
  ({ apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest', metadata: { name: 'a', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' }, spec: { request: '', signerName: 'a.b/c' }, status });

test.each([
  ['stays', { certificate: issued }, []],
  ['is not taken back', {}, ['status.certificate: Forbidden: updates may not modify existing certificate content']],
  ['is not made another', { certificate: base64EncodeText('x') }, [
    'status.certificate: Invalid value: "<certificate data>": must contain at least one CERTIFICATE PEM block', 'status.certificate: Forbidden: updates may not modify existing certificate content',
  ]],
])('a certificate that was issued %s', (_, status, errors) => {
  expect(validateCertificateStatus(requestWith(status), requestWith({ certificate: issued })).map(formatFieldError)).toEqual(errors);
});

test('what is wrong with conditions is told before that a decision stays', () => {
  expect(validateApproval(requestWith({ conditions: [{ type: 'Denied', status: 'False', reason: 'x' }] }), requestWith({ conditions: [approved] })).map(formatFieldError)).toEqual([
    'status.conditions[0].status: Unsupported value: "False": supported values: "True"', 'status.conditions: Forbidden: updates may not remove a condition of type "Approved"',
  ]);
});
