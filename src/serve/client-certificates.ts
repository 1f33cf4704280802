// Certificates by which clients of the real network show who they are. TLS sees to it that a client has the key of what it
// shows; whether the certificate is one of the cluster's own is for the API server inside the world to say.

import { generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { administrator } from '../cluster/index.ts';
import type { World } from '../cluster/index.ts';
import type { KeyPair } from '../kinds/index.ts';
import { certificatePem } from './certificates.ts';

const yearMs = 365 * 86_400_000; // kubeadm's client certificates

/** A certificate of the administrator with a key that holds on the real network too. */
export function administratorKeyPair({ keys, kernel }: World): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = keys.certify({
    subject: { commonName: administrator.name, organizations: [administrator.group] },
    notBeforeMs: kernel.wallMs, notAfterMs: kernel.wallMs + yearMs, publicKey: publicKey.export({ type: 'spki', format: 'der' }),
  });
  return { certificate, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

const shown = new WeakMap<Socket, string>();

/** The certificate that a client has shown for its connection, in PEM; undefined when it has shown none. */
export function shownCertificate({ socket }: IncomingMessage): string | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  let pem = shown.get(socket);
  if (pem === undefined) {
    // What nobody has shown is an empty object.
    const { raw }: { readonly raw?: Buffer } = socket.getPeerCertificate();
    pem = raw ? certificatePem(raw) : '';
    shown.set(socket, pem);
  }
  return pem === '' ? undefined : pem;
}
