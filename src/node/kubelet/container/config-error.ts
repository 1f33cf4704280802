/** A container that cannot be configured: what it refers to is missing. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
