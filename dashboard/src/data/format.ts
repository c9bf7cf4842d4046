/** Numbers, times and values as people read them. Locales are the reader's own. */
import type { Json } from "./model";

const MINUS = "−";
export const NONE = "–";

/** A metric: four decimals where that says enough, else four significant figures. */
export function metric(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NONE;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1e6 || size < 5e-4) return scientific(value, 4);
  return decimals(value, size >= 1000 ? 0 : size >= 100 ? 2 : 4);
}

/** A parameter that is a number: three significant figures, whole numbers whole. */
export function rate(value: number): string {
  if (!Number.isFinite(value)) return metric(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return decimals(value, 0);
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-5) return scientific(value, 3);
  return signed(figures(3).format(value));
}

/** A parameter's value as its sweep file writes it. */
export function value(given: Json | undefined): string {
  if (given === undefined) return NONE;
  if (typeof given === "number") return rate(given);
  return typeof given === "string" ? given : JSON.stringify(given);
}

export function count(number: number): string {
  return decimals(number, 0);
}

/** `1 run`, `1,000 runs`. */
export function plural(number: number, one: string, many: string): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** A share, from 0 to 1. */
export function percent(share: number, digits = 0): string {
  return `${decimals(100 * share, digits)} %`;
}

export function runName(number: number): string {
  return `#${number}`;
}

/** A length of time as on a clock: `3:16`, `1:02:09`. */
export function clock(seconds: number): string {
  if (!Number.isFinite(seconds)) return NONE;
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (part: number) => String(part).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** A length of time in words: `42 s`, `3 min`, `1 min 01 s` (exact), `2 h 10 min`, `3 days`. */
export function duration(seconds: number, exact = false): string {
  if (!Number.isFinite(seconds)) return NONE;
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return exact && seconds < 10 ? `${decimals(seconds, 1)} s` : `${whole} s`;
  if (whole < 3600)
    return exact
      ? `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`
      : `${Math.round(whole / 60)} min`;
  if (whole < 48 * 3600)
    return `${Math.floor(whole / 3600)} h ${Math.round((whole % 3600) / 60)} min`.replace(" 0 min", "");
  return DAYS.format(Math.round(whole / 86400));
}

const HOUR_MINUTE = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** A moment: its time where it was today, else its day. `seconds` since the epoch. */
export function moment(seconds: number | null | undefined, now = Date.now() / 1000): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return NONE;
  const date = new Date(seconds * 1000);
  return date.toDateString() === new Date(now * 1000).toDateString() ? HOUR_MINUTE.format(date) : DAY.format(date);
}

/** A moment with its time of day. */
export function timeOfDay(seconds: number): string {
  return HOUR_MINUTE.format(new Date(seconds * 1000));
}

/** A moment in full, for titles. */
export function fullTime(seconds: number): string {
  return FULL.format(new Date(seconds * 1000));
}

const AGO = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

/** How long ago a moment was: `now`, `40 min. ago`, `yesterday`, then its day. */
export function ago(seconds: number, now = Date.now() / 1000): string {
  const passed = now - seconds;
  if (passed < 60) return AGO.format(0, "second");
  if (passed < 3600) return AGO.format(-Math.round(passed / 60), "minute");
  if (passed < 86400) return AGO.format(-Math.round(passed / 3600), "hour");
  return passed < 7 * 86400 ? AGO.format(-Math.round(passed / 86400), "day") : DAY.format(new Date(seconds * 1000));
}

/** A number of bytes: `247 kB`, `1.6 GB`. */
export function bytes(size: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const step = size < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(size) / 3));
  const scaled = size / 1000 ** step;
  return `${step === 0 || scaled >= 100 ? Math.round(scaled) : figures(2).format(scaled)} ${units[step]}`;
}

const DAYS = new Intl.NumberFormat(undefined, { style: "unit", unit: "day", unitDisplay: "long" });

/** Formats are made once for each number of digits: making one takes far longer than using it. */
const made = new Map<string, Intl.NumberFormat>();

function formatOf(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  let found = made.get(key);
  if (!found) {
    found = new Intl.NumberFormat(undefined, options);
    made.set(key, found);
  }
  return found;
}

/** At most so many significant figures. */
export function figures(most: number): Intl.NumberFormat {
  return formatOf(`figures ${most}`, { maximumSignificantDigits: most });
}

function scientific(number: number, most: number): string {
  const [mantissa, exponent] = number.toExponential(most - 1).split("e") as [string, string];
  return signed(`${figures(most).format(Number(mantissa))}e${exponent.replace("+", "")}`);
}

/** A number with exactly so many decimals, as the reader writes it. */
export function decimals(number: number, digits: number): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return signed(formatOf(`decimals ${digits}`, options).format(number));
}

function signed(text: string): string {
  return text.replace(/^-/, MINUS);
}
