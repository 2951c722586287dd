const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayMonthYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** When something was, in few words: "12 min ago", "2 h ago", "yesterday", "14 Nov", "3 Mar 2024". Times in ms. */
export function relativeTime(time: number, now: number): string {
  const ago = now - time;
  if (ago < MINUTE) return 'just now';
  if (ago < HOUR) return `${Math.floor(ago / MINUTE)} min ago`;
  const days = dayNumber(now) - dayNumber(time);
  if (days <= 0) return `${Math.floor(ago / HOUR)} h ago`;
  if (days === 1) return 'yesterday';
  const isSameYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return (isSameYear ? dayAndMonth : dayMonthYear).format(time);
}

/** A date with its time of day, such as "9 Nov 2026 17:20", in local time. */
export function dateAndTime(time: number): string {
  return `${dayMonthYear.format(time)} ${clock.format(time)}`;
}

/** The minute of a day, such as "14:03", in local time. */
export function clockMinute(time: number): string {
  return clock.format(time);
}

const seconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** The time of a day, such as "14:03:53", in local time. */
export function clockTime(time: number): string {
  return seconds.format(time);
}

function dayNumber(time: number): number {
  const date = new Date(time);
  return Math.round(new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime() / DAY);
}
