// Upstream: server/etcdserver/api/v3rpc/key.go
import { commandBytes, Command } from './command.ts';
import { etcdError } from './errors.ts';
import { limits } from './limits.ts';
import { checkNoDuplicateKeys } from './store/store.ts';
import type { TxnOperation, TxnRequest } from './store/operations.ts';
import type { WriteRequest } from './requests.ts';

/** Refuses what could never be done, before it goes into the log. Throws. */
export function checkWrite(request: WriteRequest): void {
  switch (request.type) {
    case 'put':
    case 'deleteRange':
      checkOperation(request);
      break;
    case 'txn':
      checkTxn(request);
      break;
    case 'leaseGrant':
      if (request.ttlSeconds > limits.leaseMaxTtlSeconds) throw etcdError('leaseTtlTooLarge');
      break;
    case 'leaseRevoke':
    case 'compact':
    case 'alarm':
      break;
  }
  if (commandBytes(new Command(0, 0, request)) > limits.maxRequestBytes) throw etcdError('requestTooLarge');
}

/** Whether a transaction changes nothing whichever way it goes, so that it need not go through the log. */
export function isReadOnly(request: TxnRequest): boolean {
  return [...request.success, ...request.failure].every(({ type }) => type === 'range');
}

function checkTxn({ compare, success, failure }: TxnRequest): void {
  const most = limits.maxTxnOperations;
  if (compare.length > most || success.length > most || failure.length > most) throw etcdError('tooManyOperations');
  for (const { key } of compare) if (key === '') throw etcdError('emptyKey');
  checkOperations(success);
  checkOperations(failure);
}

function checkOperations(operations: readonly TxnOperation[]): void {
  for (const operation of operations) checkOperation(operation);
  if (operations.length > 1) checkNoDuplicateKeys(operations);
}

function checkOperation(operation: TxnOperation): void {
  if (operation.key === '' && (operation.type === 'put' || operation.rangeEnd === undefined)) throw etcdError('emptyKey');
  if (operation.type !== 'put') return;
  if (operation.ignoreValue && operation.value !== undefined && operation.value !== '') throw etcdError('valueProvided');
  if (operation.ignoreLease && operation.lease) throw etcdError('leaseProvided');
}
