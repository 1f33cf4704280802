// The names of the world's time zones, as the engine's own tables have them.

/** Whether a text names a time zone: `Europe/Berlin`, `UTC`. Offsets are no names. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(text)) return false;
  try {
    // The engine's tables know no case; those of Kubernetes are files.
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions();
    return timeZone === text || (timeZone.toLowerCase() !== text.toLowerCase() && /^[A-Z]/.test(text));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return false;
  }
}
