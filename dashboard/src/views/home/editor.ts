/** The editor of a sweep file: YAML, completion from the schema, problems at their lines. Loaded when it is needed. */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, type Text } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Problem } from "../../data/model";
import { keysAt, type Offer, type Schema, wordsAt } from "../../data/schema";
import { placeAt } from "../../data/yamlplace";

export interface Editor {
  text(): string;
  replace(text: string): void;
  /** Shows problems and warnings at their lines. */
  mark(problems: readonly Problem[], warnings: readonly Problem[]): void;
  goTo(line: number): void;
  close(): void;
}

interface Options {
  text: string;
  label: string;
  schema: Schema | null;
  onChange: (text: string) => void;
  onSubmit: () => void;
}

export function openEditor(place: HTMLElement, options: Options): Editor {
  const view = new EditorView({ parent: place, state: stateOf(options) });
  return {
    text: () => view.state.doc.toString(),
    replace: (text) =>
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, scrollIntoView: true }),
    mark: (problems, warnings) =>
      view.dispatch(setDiagnostics(view.state, diagnostics(view.state.doc, problems, warnings))),
    goTo: (line) => {
      const { from } = view.state.doc.line(Math.max(1, Math.min(view.state.doc.lines, line)));
      view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      view.focus();
    },
    close: () => view.destroy(),
  };
}

function stateOf({ text, label, schema, onChange, onSubmit }: Options): EditorState {
  return EditorState.create({
    doc: text,
    extensions: [
      lineNumbers(),
      lintGutter(),
      history(),
      drawSelection(),
      indentOnInput(),
      indentUnit.of("  "),
      bracketMatching(),
      closeBrackets(),
      highlightActiveLine(),
      yaml(),
      syntaxHighlighting(COLOURS),
      schema ? autocompletion({ override: [(context) => complete(context, schema)] }) : [],
      keymap.of([
        { key: "Mod-Enter", run: submitting(onSubmit) },
        ...completionKeymap,
        ...defaultKeymap,
        ...historyKeymap,
      ]),
      EditorView.contentAttributes.of({
        "aria-label": label,
        tabindex: "0",
        spellcheck: "false",
        autocapitalize: "off",
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(update.state.doc.toString());
      }),
      LOOK,
    ],
  });
}

// -- completion ------------------------------------------------------------------------------------------------------

/** A key that submits is used up. */
function submitting(submit: () => void): () => boolean {
  return () => {
    submit();
    return true;
  };
}

function complete(context: CompletionContext, schema: Schema): CompletionResult | null {
  const place = placeAt(context.state.doc.toString(), context.pos);
  if (!place || (!context.explicit && place.wants === "key" && place.typed === "")) return null;
  const offers = place.wants === "key" ? keysAt(schema, place.path, place.present) : wordsAt(schema, place.path);
  if (offers.length === 0) return null;
  const written = /[\w.-]*$/.exec(place.typed)?.[0] ?? "";
  return {
    from: context.pos - written.length,
    options: offers.map((offer, i) => completion(offer, place.wants, offers.length - i)),
    validFor: /^[\w.-]*$/,
  };
}

function completion(offer: Offer, wants: "key" | "value", boost: number): Completion {
  return {
    label: offer.label,
    boost,
    type: wants === "key" ? "property" : "enum",
    apply: wants === "key" ? `${offer.label}: ` : offer.label,
    ...(offer.description ? { info: offer.description } : {}),
  };
}

// -- problems --------------------------------------------------------------------------------------------------------

function diagnostics(doc: Text, problems: readonly Problem[], warnings: readonly Problem[]): Diagnostic[] {
  const made = [
    ...problems.map((problem) => diagnostic(doc, problem, "error")),
    ...warnings.map((warning) => diagnostic(doc, warning, "warning")),
  ];
  return made.sort((a, b) => a.from - b.from);
}

/** Under the words of the line, from its last key of the path on where that stands in it. */
function diagnostic(doc: Text, { path, message, line }: Problem, severity: "error" | "warning"): Diagnostic {
  const { from, text } = doc.line(Math.max(1, Math.min(doc.lines, line ?? 1)));
  const key = path.split(/[.[]/).at(-1)?.replace("]", "") ?? "";
  const at = key ? Math.max(0, text.indexOf(key)) : 0;
  const start = at || text.length - text.trimStart().length;
  const end = Math.max(start, text.trimEnd().length);
  return { from: from + start, to: from + end, severity, message: path ? `${path} ${message}` : message };
}

// -- look ------------------------------------------------------------------------------------------------------------

const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--ink-3)" },
  { tag: [tags.string, tags.content, tags.attributeValue], color: "var(--ink)" },
  { tag: [tags.separator, tags.squareBracket, tags.brace, tags.punctuation], color: "var(--ink-3)" },
  { tag: tags.invalid, color: "var(--fail)" },
]);

const LOOK = EditorView.theme({
  "&": { height: "100%", fontSize: "12px", color: "var(--ink)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "19px" },
  ".cm-content": { padding: "10px 0", caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--ink-3)", border: "0" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "30px", paddingRight: "8px" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--bg-sink) 60%, transparent)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 22%, transparent)",
  },
  ".cm-matchingBracket": { backgroundColor: "var(--bg-sink)", outline: "1px solid var(--line-strong)" },
  ".cm-tooltip": {
    backgroundColor: "var(--bg-raise)",
    color: "var(--ink)",
    border: "1px solid var(--line-strong)",
    borderRadius: "var(--r-2)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-mono)", fontSize: "12px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--accent-ink)" },
  ".cm-completionInfo": { padding: "6px 10px", maxWidth: "300px", fontFamily: "var(--font-sans)" },
  ".cm-diagnostic": { fontFamily: "var(--font-sans)", padding: "4px 10px" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--fail)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--stop)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--fail) 1px",
    textUnderlineOffset: "3px",
  },
  ".cm-lintRange-warning": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--stop) 1px",
    textUnderlineOffset: "3px",
  },
});
