// That nobody can say who manages what of an object.

/**
 * An object cannot be told in a version in which somebody manages fields of it, or a list of it has an item without any of the
 * keys by which its items are known. The message is the API server's; empty where it says what is wrong with the whole object.
 */
export class AccountError extends Error {
  override readonly name = 'AccountError';
}
