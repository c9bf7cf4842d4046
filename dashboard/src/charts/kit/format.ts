/** Numbers as charts write them. */

/** As short as possible, for ticks: "0.05", "1,000", "1e-6". */
export function short(value: number): string {
  const size = Math.abs(value);
  if (value !== 0 && (size >= 1e7 || size < 1e-4)) return exponent(value, 3);
  if (Number.isInteger(value)) return grouped(value);
  return String(Number(value.toPrecision(6)));
}

/** A metric: four decimals, fewer where the number is large. */
export function metric(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return String(value);
  if (size !== 0 && (size < 5e-4 || size >= 1e7)) return exponent(value, 4);
  return size < 1 ? value.toFixed(4) : size < 100 ? value.toFixed(3) : grouped(Number(value.toFixed(1)));
}

/** A parameter: whole numbers as they are, others with three significant digits. */
export function rate(value: number): string {
  const size = Math.abs(value);
  if (value !== 0 && (size >= 1e7 || size < 1e-4)) return exponent(value, 3);
  if (Number.isInteger(value)) return grouped(value);
  return size < 1 ? Number(value.toPrecision(3)).toString() : grouped(Number(value.toPrecision(4)));
}

export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(share < 0.01 ? 1 : 2))} %`;
}

/** Thousands set apart: 12,000. */
export function grouped(value: number): string {
  const [whole = "", part] = String(value).split(".");
  const apart = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return part === undefined ? apart : `${apart}.${part}`;
}

function exponent(value: number, digits: number): string {
  return value
    .toExponential(digits - 1)
    .replace(/\.?0*e/, "e")
    .replace("e+", "e");
}
