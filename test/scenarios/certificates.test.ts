import { expect, test } from 'vitest';
import { Scenario } from './support.ts';

/** Requests in base64, made by openssl. */
const requests = {
  /** O=dev, CN=anna */
  anna: 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHY01GQUNBUUF3SFRFTU1Bb0dBMVVFQ2d3RFpHVjJNUTB3Q3dZRFZRUUREQVJoYm01aE1Db3dCUVlESzJWdwpBeUVBSnoxQTlTSG9wYnBmdUNSSWFtc1o1ZmVpbTM1eGVRRWg4MVpUK0VQdlZ4MmdBREFGQmdNclpYQURRUURVCmtSZy9EWUEvQkRrNVhpUndOL1o0WGFrVkpWWkRlZUdhTjNHM1JUNm82ajY0WFR5MDZNYldSZzVzWGMwT3NyRm0KWUowUDFNTVVBUjQ4YjlRdDVCc0YKLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg==',
  /** O=system:masters, CN=evil */
  masters: 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHbk1Gc0NBUUF3S0RFWE1CVUdBMVVFQ2d3T2MzbHpkR1Z0T20xaGMzUmxjbk14RFRBTEJnTlZCQU1NQkdWMgphV3d3S2pBRkJnTXJaWEFESVFCY2t1VFM3NTlnQitYWjlxTW5DOHBwd3dzM2JnMy9LcTdVdUZER3hWNUhycUFBCk1BVUdBeXRsY0FOQkFOdGJyMnhtdjl6SE9Nb1BjSlZjR3FTYitaZXVzdmRtRXJPa0VNYnZLRXVydmM5WUdaOTUKeDBFV3V0dVV0N1A1NE1MMGJTeDVMQzEwa0MrUVk0RzZhQWM9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=',
  /** O=system:nodes, CN=system:node:n1 */
  node: 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHdk1HTUNBUUF3TURFVk1CTUdBMVVFQ2d3TWMzbHpkR1Z0T201dlpHVnpNUmN3RlFZRFZRUUREQTV6ZVhOMApaVzA2Ym05a1pUcHVNVEFxTUFVR0F5dGxjQU1oQUpWYjBKQXFvaG1YUjJtQW9nRjg1cmtINGROV3dNVS9oTG9zCjFkNFhML3BHb0FBd0JRWURLMlZ3QTBFQWN2R0EzWks0YXp1NHo2dklEOFYramxiVU01dkpiL1U1ZVgzOGpTTDYKRUlGMEw0TmRPanQ0akt0UVZwOEVIeUJIV1ZLa1NHZEs3Z2kwb1BMY3VuU3VBQT09Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=',
  /** The same with names: DNS n1, IP 10.0.0.1 */
  named: 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIV01JR0pBZ0VBTURBeEZUQVRCZ05WQkFvTURITjVjM1JsYlRwdWIyUmxjekVYTUJVR0ExVUVBd3dPYzNsegpkR1Z0T201dlpHVTZiakV3S2pBRkJnTXJaWEFESVFCdExvdVA2TDBFaHQyMGYraEFDYUN6TXBkbVlVOW41WGJ0CmZNT2JQUFJYN0tBbU1DUUdDU3FHU0liM0RRRUpEakVYTUJVd0V3WURWUjBSQkF3d0NvSUNiakdIQkFvQUFBRXcKQlFZREsyVndBMEVBdlExUnpLbmVJdXRoWFFBYXZ5RVNOcFJsenM0eGMyVGxWSlI2cXlPRjRKQU1UQWNyV1c5cgpDLzBnWDl3aTdKa1FENEM5aXBzS3ZmclNKWklQakZZQ0FRPT0KLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg==',
};
const key = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINYHTdKMqoRqvRSoqo4WoLOhhIL/Qghg8Wa0xZopUndn
-----END PRIVATE KEY-----
`;

const signingRequest = (name: string, request: keyof typeof requests, signer: string, usages: string, more = ''): string => `apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {name: ${name}}
spec:
  request: ${requests[request]}
  signerName: ${signer}
  usages: [${usages}]
${more}`;

const client = 'kubernetes.io/kube-apiserver-client';
const kubelet = `${client}-kubelet`;
const serving = 'kubernetes.io/kubelet-serving';
const conditions = (name: string): string => `kubectl get csr ${name} -o jsonpath='{range .status.conditions[*]}{.type} {.reason}: {.message};{end}'`;

test('who has a request approved logs in with the certificate', () => {
  const scenario = new Scenario({ workers: [{ name: 'worker-1' }] });
  scenario.apply(signingRequest('anna', 'anna', client, 'client auth', '  expirationSeconds: 600'));
  scenario.run('kubectl certificate approve anna');
  scenario.until('kubectl get csr anna', /10m +Approved,Issued/);
  scenario.run("kubectl get csr anna -o jsonpath='{.status.certificate}' | base64 -d > anna.crt");
  scenario.write('anna.key', key);
  scenario.run('kubectl config set-credentials anna --client-certificate=anna.crt --client-key=anna.key --embed-certs');
  scenario.run('kubectl config set-context anna --cluster=kubernetes --user=anna');
  const who = scenario.run('kubectl auth whoami --context anna');
  expect(who).toMatch(/Username +anna\n/);
  expect(who).toMatch(/Groups +\[dev system:authenticated\]/);
  expect(scenario.refuse('kubectl get pods --context anna')).toContain('pods is forbidden: User "anna" cannot list resource "pods"');
  scenario.run('kubectl create rolebinding dev --clusterrole=view --group=dev');
  scenario.run('kubectl get pods --context anna');
  // Then the certificate is good no more, and with it goes the request.
  scenario.pass('11m');
  expect(scenario.refuse('kubectl get pods --context anna')).toMatch(/Unauthorized|must be logged in/);
  scenario.pass('50m');
  expect(scenario.run('kubectl get csr')).toBe('No resources found\n');
  scenario.expectSound();
});

test('decisions and certificates need a permission for the signer, and nobody becomes an administrator by one', () => {
  const scenario = new Scenario({ workers: [{ name: 'worker-1' }] });
  scenario.write('masters.yaml', signingRequest('masters', 'masters', client, 'client auth'));
  expect(scenario.refuse('kubectl create -f masters.yaml')).toContain(`certificatesigningrequests.certificates.k8s.io "masters" is forbidden: use of ${client} signer with system:masters group is not allowed`);
  scenario.apply(signingRequest('anna', 'anna', client, 'client auth'));
  scenario.run('kubectl create clusterrole officer --verb=get,list,update --resource=certificatesigningrequests,certificatesigningrequests/approval,certificatesigningrequests/status');
  scenario.run('kubectl create clusterrolebinding officer --clusterrole=officer --user=bob');
  const approve = 'kubectl certificate approve anna --as=bob';
  expect(scenario.refuse(approve)).toBe(`Error from server (Forbidden): certificatesigningrequests.certificates.k8s.io "anna" is forbidden: user not permitted to approve requests with signerName "${client}"\n`);
  scenario.run(`kubectl get csr anna -o json | sed 's/"status": {}/"status": {"conditions": [{"type": "Failed", "status": "True", "reason": "mine"}]}/' > failed.json`);
  expect(scenario.refuse('kubectl replace --raw /apis/certificates.k8s.io/v1/certificatesigningrequests/anna/status -f failed.json --as=bob')).toContain(`user not permitted to sign requests with signerName "${client}"`);
  scenario.apply(`apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: approver}
rules: [{apiGroups: [certificates.k8s.io], resources: [signers], resourceNames: [kubernetes.io/*], verbs: [approve]}]
`);
  scenario.run('kubectl create clusterrolebinding approver --clusterrole=approver --user=bob');
  scenario.run(approve);
  scenario.until('kubectl get csr anna', /Approved,Issued/);
  scenario.expectSound();
});

test('certificates of kubelets are approved when whoever asks may have that, and signed only as they are to be', () => {
  const scenario = new Scenario({ workers: [{ name: 'worker-1' }] });
  scenario.apply(signingRequest('mine', 'node', kubelet, 'client auth, digital signature'));
  expect(scenario.until(conditions('mine'), /Approved/)).toBe('Approved AutoApproved: Auto approving kubelet client certificate after SubjectAccessReview.;');
  scenario.write('self.yaml', signingRequest('self', 'node', kubelet, 'client auth, digital signature'));
  scenario.run('kubectl create clusterrole asker --verb=create,get --resource=certificatesigningrequests');
  scenario.run('kubectl create clusterrolebinding asker --clusterrole=asker --user=system:node:n1');
  scenario.run('kubectl create -f self.yaml --as=system:node:n1');
  scenario.pass('5s');
  expect(scenario.run('kubectl get csr self')).toContain('Pending');
  scenario.run('kubectl create clusterrolebinding self --clusterrole=system:certificates.k8s.io:certificatesigningrequests:selfnodeclient --user=system:node:n1');
  expect(scenario.until(conditions('self'), /Approved/)).toContain('Auto approving self kubelet client certificate after SubjectAccessReview.');

  const cases: readonly (readonly [string, string, string])[] = [
    ['usages', signingRequest('usages', 'node', kubelet, 'client auth'), 'usages did not match [client auth digital signature key encipherment]'],
    ['names', signingRequest('names', 'named', kubelet, 'client auth, digital signature'), 'DNS subjectAltNames are not allowed'],
    ['group', signingRequest('group', 'anna', kubelet, 'client auth'), 'subject organization is not system:nodes'],
    ['nameless', signingRequest('nameless', 'node', serving, 'server auth, digital signature'), 'DNS or IP subjectAltName is required'],
    ['purpose', signingRequest('purpose', 'named', serving, 'client auth, digital signature'), 'usages did not match [digital signature key encipherment server auth]'],
    ['server', signingRequest('server', 'anna', client, 'client auth, server auth'), 'invalid usage for client certificate: server auth'],
    ['useless', signingRequest('useless', 'anna', client, 'digital signature'), 'missing required usage for client certificate: client auth'],
  ];
  for (const [name, text, why] of cases) {
    scenario.apply(text);
    scenario.run(`kubectl certificate approve ${name}`);
    expect(scenario.until(conditions(name), /Failed/), name).toContain(`Failed SignerValidationFailure: ${why};`);
  }
  scenario.apply(signingRequest('good', 'named', serving, 'server auth, digital signature'));
  scenario.apply(signingRequest('other', 'anna', 'example.com/mine', 'client auth'));
  scenario.run('kubectl certificate approve good other');
  scenario.until('kubectl get csr good', /Approved,Issued/);
  expect(scenario.run('kubectl get csr other')).toMatch(/Approved\n$/);
  scenario.expectSound();
});
