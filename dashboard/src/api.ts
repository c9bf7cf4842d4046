/** Every call of the server's API that the page makes. Each throws `ApiError`. */
import { Columns } from "./data/columns";
import type {
  Action,
  Check,
  Console,
  FileView,
  Gauge,
  Goal,
  Guess,
  Importance,
  Json,
  Params,
  Portrait,
  Row,
  RunView,
  Status,
  SweepDetail,
  SweepView,
} from "./data/model";
import type { Of } from "./data/runs";
import { source } from "./source";

export interface Edit {
  name?: string;
  notes?: string;
  tags?: string[];
}

export type Method = "fanova" | "ped_anova" | "permutation";

/** What importance is of: a metric (null: the objective), which of its values, and which way is good of it. */
export interface Aim {
  metric: string | null;
  which: Of;
  goal: Goal | null;
}

export const OBJECTIVE: Aim = { metric: null, which: "best", goal: null };

const sweepAt = (ref: string) => `/api/sweeps/${encodeURIComponent(ref)}`;
const runAt = (key: string) => `/api/runs/${encodeURIComponent(key)}`;

const get = <T>(path: string) => source.json(path) as Promise<T>;
const send = <T>(method: string, path: string, body?: unknown) => {
  const init: RequestInit = { method };
  if (body !== undefined)
    Object.assign(init, { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  return source.json(path, init) as Promise<T>;
};
const frame = async (path: string) => Columns.decode(await source.bytes(path));

export const api = {
  status: () => get<Status>("/api/status"),
  schema: () => get<Json>("/api/schema"),
  logout: () => send<null>("POST", "/api/logout"),

  sweeps: () => get<SweepView[]>("/api/sweeps"),
  sweep: (ref: string) => get<SweepDetail>(sweepAt(ref)),
  createSweep: (made: { text: string; project?: string; directory?: string }) =>
    send<SweepView>("POST", "/api/sweeps", made),
  check: (text: string) => send<Check>("POST", "/api/sweeps/check", { text }),
  control: (ref: string, action: Action) => send<SweepView>("POST", `${sweepAt(ref)}/${action}`),
  editSweep: (ref: string, edit: Edit) => send<SweepView>("PATCH", sweepAt(ref), edit),
  deleteSweep: (ref: string) => send<SweepView>("DELETE", sweepAt(ref)),
  restoreSweep: (ref: string) => send<SweepView>("POST", `${sweepAt(ref)}/restore`),
  enqueue: (ref: string, params: Params) => send<RunView>("POST", `${sweepAt(ref)}/runs`, { params }),
  importance: (ref: string, method: Method, stopped: boolean, { metric, which, goal }: Aim) => {
    const query = new URLSearchParams({ method, stopped: String(stopped) });
    if (metric !== null) query.set("metric", metric);
    if (which !== "best") query.set("which", which);
    if (goal !== null) query.set("goal", goal);
    return get<Importance>(`${sweepAt(ref)}/importance?${query}`);
  },
  /** `others`: what the other parameters are, `best`, `average`, or a run's number. */
  model: (ref: string, others: string) => get<Portrait>(`${sweepAt(ref)}/model?${new URLSearchParams({ others })}`),
  skipSuggestion: (ref: string) => send<Guess | null>("POST", `${sweepAt(ref)}/model/skip`),

  snapshot: (ref: string) => frame(`${sweepAt(ref)}/snapshot`),
  curves: (ref: string, metric: string, pixels: number) =>
    frame(`${sweepAt(ref)}/curves?${new URLSearchParams({ metric, pixels: String(pixels) })}`),

  run: (key: string) => get<RunView>(runAt(key)),
  runOf: (ref: string, number: number) => get<RunView>(`${sweepAt(ref)}/runs/${number}`),
  editRun: (key: string, edit: Edit) => send<RunView>("PATCH", runAt(key), edit),
  stopRun: (key: string) => send<RunView>("POST", `${runAt(key)}/stop`),
  retryRun: (key: string) => send<RunView>("POST", `${runAt(key)}/retry`),
  deleteRun: (key: string) => send<RunView>("DELETE", runAt(key)),
  restoreRun: (key: string) => send<RunView>("POST", `${runAt(key)}/restore`),
  rows: (key: string, since = 0) => get<Row[]>(`${runAt(key)}/rows?since=${since}`),
  runCurves: (key: string, metrics: string[], pixels: number) =>
    frame(`${runAt(key)}/curves?${new URLSearchParams({ metrics: metrics.join(","), pixels: String(pixels) })}`),
  /** What a run printed after a byte; its last part where `after` is null. */
  console: (key: string, after: number | null, attempt: number | null = null) => {
    const query = new URLSearchParams();
    if (after !== null) query.set("after", String(after));
    if (attempt !== null) query.set("attempt", String(attempt));
    return get<Console>(`${runAt(key)}/console?${query}`);
  },
  files: (key: string) => get<FileView[]>(`${runAt(key)}/files`),
  /** Always within the files of the run: a script may have logged any path, and browsers resolve `..` by themselves. */
  fileAddress: (key: string, path: string, download = false) => {
    const parts = path.split("/").filter((part) => part !== "." && part !== "..");
    return `${runAt(key)}/files/${parts.map(encodeURIComponent).join("/")}${download ? "?download=true" : ""}`;
  },
  gauges: (key: string) => get<Gauge[]>(`${runAt(key)}/gauges`),
};
