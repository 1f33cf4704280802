import { addressAt, parseCidr } from '../base/index.ts';

/** The network of the machines. */
export const machineCidr = '10.0.0.0/16';

/** Addresses of the machines of a world: one flat network, the internet beside it. */
export const addressPlan = {
  workstation: '10.0.0.2',
  registry: '10.0.0.5',
  /** Somebody's browser on the internet. */
  client: '203.0.113.10',
  controlPlane: (index: number): string => machineAddress(10 + index),
  etcd: (index: number): string => machineAddress(30 + index),
  worker: (index: number): string => machineAddress(256 + index),
} as const;

function machineAddress(offset: number): string {
  const network = parseCidr(machineCidr);
  return network ? addressAt(network, BigInt(offset)) : '';
}
