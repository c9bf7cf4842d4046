/** Texts of the Search page: what the model believes. */
import { count } from "../data/format";

const plural = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`;

export const search = {
  title: "Search",
  next: "What it will try next",
  chosenOver: "Chosen over",
  chosenOverNote: "bold: not as in the best run",
  matters: "What matters to it",
  parameter: "parameter",
  predicted: "predicted",
  chance: "chance of a best",
  gain: "expected gain",
  effect: "effect",
  inWords: "in words",
  absent: "–",
  words: { most: "matters most", much: "matters", little: "matters a little", hardly: "hardly matters" },
  noModel: (method: string) => `The method ${method} has no model: it does not learn from what it has seen.`,
  tooFew: (have: number, needed: number) =>
    `No model yet: it needs ${needed} runs with a value, there ${have === 1 ? "is 1" : `are ${have}`}. Until then the space is covered evenly.`,
  nothingLeft: "Every configuration has been tried.",
  fitted: "Fitted to",
  fittedTo: (n: number) => plural(n, "run", "runs"),
  stoppedCount: (n: number) => `${count(n)} stopped count as the shorter runs they became`,
  expected: "Expected from the next run",
  chanceOfBest: "Chance of a new best",
  predictedNext: (metric: string) => `Predicted ${metric}`,
  eightInTen: (low: string, high: string) => `${low} to ${high}, 8 times in 10`,
} as const;
