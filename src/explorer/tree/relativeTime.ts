const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

type Style = 'long' | 'short';

const formats = new Map<string, Intl.RelativeTimeFormat>();

function formatFor(locale: string, style: Style): Intl.RelativeTimeFormat {
  const key = `${locale} ${style}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style });
  formats.set(key, made);
  return made;
}

/**
 * A time as people say it: "3 days ago", "yesterday", "now".
 * @param time ms since the epoch; a time in the future (clocks differ) counts as now.
 * @param now ms since the epoch.
 * @param style `short` abbreviates: "3 min. ago".
 */
export function relativeTime(time: number, now: number, locale: string, style: Style = 'long'): string {
  const age = Math.max(0, now - time);
  const step = STEPS.find(([, length]) => age >= length);
  if (!step) return formatFor(locale, style).format(0, 'second');
  const [unit, length] = step;
  return formatFor(locale, style).format(-Math.floor(age / length), unit);
}

/** An ISO 8601 time as ms since the epoch; undefined where it is missing or not a time. */
export function parseTime(iso: string | undefined): number | undefined {
  const time = iso === undefined ? Number.NaN : Date.parse(iso);
  return Number.isNaN(time) ? undefined : time;
}
