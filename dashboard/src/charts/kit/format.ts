/** Numbers as charts write them: those of data/format, and ticks. */
import { count, figures } from "../../data/format";

export { count as grouped, metric, percent, rate } from "../../data/format";

/** As short as possible, for ticks, whose digits are few: "0.05", "1,000", "1e-6". */
export function short(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (size !== 0 && (size >= 1e7 || size < 1e-4)) return sign + size.toExponential().replace("+", "");
  return sign + (Number.isInteger(size) ? count(size) : figures(6).format(size));
}
