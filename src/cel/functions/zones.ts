// How far a time zone is from UTC.

const fixed = /^([-+]?)(\d{1,2}):(\d{2})$/;

/** Minutes east of UTC: of `+05:30`, of `UTC`, or of a zone by its name at that moment; undefined when there is no such zone. */
export function zoneOffsetMinutes(zone: string, utcMs: number): number | undefined {
  const [, sign, hours = '', minutes = ''] = fixed.exec(zone) ?? [];
  if (sign !== undefined) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  if (zone === '' || zone === 'UTC') return 0;
  try {
    return namedOffset(zone, utcMs);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}

function namedOffset(zone: string, utcMs: number): number | undefined {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(utcMs).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0'] = /^GMT(?:([-+])(\d{2}):(\d{2}))?/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
