// CertificateSigningRequests. Upstream: k8s.io/kubectl pkg/describe/describe.go CertificateSigningRequestDescriber

import { base64DecodeText, compareText, humanDuration, readCertificateRequest } from '../../base/index.ts';
import type { CertificateSigningRequest } from '../../kinds/index.ts';
import { CommandError } from '../core/errors.ts';
import type { Describer } from './describer.ts';
import { describeEvents, eventsOf } from './events.ts';
import { timeText } from './page.ts';
import type { Page } from './page.ts';

export const describeSigningRequest: Describer = function* describeSigningRequest({ kubectl, page, withEvents }, object) {
  const { metadata, spec, status } = object as unknown as CertificateSigningRequest;
  const wanted = readCertificateRequest(base64DecodeText(spec.request) ?? '');
  if (!wanted) throw new CommandError('Error parsing CSR: PEM block type must be CERTIFICATE REQUEST');
  page.field(0, 'Name', metadata.name);
  page.labels('Labels', metadata.labels);
  // Written as labels are: what was applied last is among them.
  page.field(0, 'Annotations', Object.entries(metadata.annotations ?? {}).sort(([a], [b]) => compareText(a, b)).map(([key, value]) => `${key}=${value}`).join(',') || '<none>');
  page.field(0, 'CreationTimestamp', timeText(metadata.creationTimestamp));
  page.field(0, 'Requesting User', spec.username ?? '');
  if (spec.signerName) page.field(0, 'Signer', spec.signerName);
  if (spec.expirationSeconds !== undefined) page.field(0, 'Requested Duration', humanDuration(spec.expirationSeconds * 1_000));
  page.field(0, 'Status', statusText(status));
  page.line(0, 'Subject:');
  const { subject } = wanted;
  page.line(0, `\tCommon Name:\t${subject.commonName}`);
  page.line(0, `\tSerial Number:\t${subject.serialNumber.at(-1) ?? ''}`);
  lines(page, 'Organization', subject.organizations);
  lines(page, 'Organizational Unit', subject.organizationalUnits);
  lines(page, 'Country', subject.countries);
  lines(page, 'Locality', subject.localities);
  lines(page, 'Province', subject.provinces);
  lines(page, 'StreetAddress', subject.streets);
  lines(page, 'PostalCode', subject.postalCodes);
  const { dnsNames, emailAddresses, uris, ipAddresses } = wanted.names;
  if ([dnsNames, emailAddresses, uris, ipAddresses].some((names) => names.length > 0)) {
    page.line(0, 'Subject Alternative Names:');
    lines(page, 'DNS Names', dnsNames);
    lines(page, 'Email Addresses', emailAddresses);
    lines(page, 'URIs', uris);
    lines(page, 'IP Addresses', ipAddresses);
  }
  if (withEvents) describeEvents(page, yield* eventsOf(kubectl, object));
};

function lines(page: Page, name: string, values: readonly string[]): void {
  const [first, ...rest] = values;
  if (first === undefined) return;
  page.line(0, `\t${name}:\t${first}`);
  for (const value of rest) page.line(0, `\t\t${value}`);
}

/** As the table tells it. */
function statusText({ conditions = [], certificate }: CertificateSigningRequest['status']): string {
  const has = (type: string): boolean => conditions.some((condition) => condition.type === type);
  const decision = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending';
  return [decision, ...(has('Failed') ? ['Failed'] : []), ...(certificate ? ['Issued'] : [])].join(',');
}
