/** A run by hand: its parameters, each of which may be left to chance. */
import { useRef } from "preact/hooks";
import { api } from "../../api";
import { rate, runName, value } from "../../data/format";
import type { Json, ParameterView, Params } from "../../data/model";
import { bare } from "../../data/own";
import type { OpenSweep } from "../../live/sweep";
import { en } from "../../messages/en";
import { sweep as words } from "../../messages/en.sweep";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { attempt } from "../../state/attempt";
import { toast } from "../../state/toasts";

export function EnqueueDialog({ open, onClose }: { open: OpenSweep; onClose: () => void }) {
  const form = useRef<HTMLFormElement>(null);
  const sweep = open.sweep.value;
  if (!sweep) return null;
  const parameters = sweep.parameters.filter((parameter) => parameter.kind !== "constant");
  const add = async (event: Event) => {
    event.preventDefault();
    const params = paramsOf(new FormData(form.current ?? undefined), parameters);
    const done = await attempt(words.enqueue.add, async () => {
      const run = await api.enqueue(sweep.key, params);
      open.learnRun(run);
      toast(words.enqueue.added(runName(run.number ?? 0)));
    });
    if (done) onClose();
  };
  return (
    <Dialog title={words.enqueue.title} onClose={onClose}>
      <form class="form" ref={form} onSubmit={(event) => void add(event)}>
        <p class="say">{words.enqueue.body}</p>
        <div class="fields">
          {parameters.map((parameter) => (
            <div key={parameter.path}>
              <label for={`enqueue-${parameter.path}`}>{parameter.path}</label>
              <Choices of={parameter} />
            </div>
          ))}
        </div>
        <footer>
          <Button onClick={onClose}>{en.cancel}</Button>
          <button type="submit" class="btn primary">
            {words.enqueue.add}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function Choices({ of }: { of: ParameterView }) {
  if (!of.values) {
    const range = of.min !== null && of.max !== null ? words.to(rate(of.min), rate(of.max)) : "";
    return <input class="field" id={`enqueue-${of.path}`} name={of.path} inputMode="decimal" placeholder={range} />;
  }
  return (
    <select class="field" id={`enqueue-${of.path}`} name={of.path}>
      <option value="">{words.enqueue.drawn}</option>
      {of.values.map((level, i) => (
        <option key={String(i)} value={String(i)}>
          {value(level)}
        </option>
      ))}
    </select>
  );
}

/** What was filled in; a number that is none is sent as it was written, so that the server says what is wrong. */
export function paramsOf(given: FormData, parameters: readonly ParameterView[]): Params {
  const params: Params = bare();
  for (const { path, values } of parameters) {
    const text = String(given.get(path) ?? "").trim();
    if (text !== "") params[path] = values ? (values[Number(text)] ?? null) : numberOr(text);
  }
  return params;
}

function numberOr(text: string): Json {
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}
