import type { StoredTurn } from "../../api/sessions.ts";
import { messageText } from "../../run/message-text.ts";
import { fieldOf, type LoggedEvent } from "./waterfall/logged-event.ts";
import type { Span } from "./waterfall/span.ts";

/** What went into a span and what came out of it; a part that nobody knows is not there. */
export interface SpanTexts {
  readonly input?: unknown;
  readonly output?: unknown;
  /** What was sent to the model, exactly. */
  readonly request?: unknown;
}

/** @param turn what was said in the run, once it is stored */
export function spanTexts(span: Span, spans: readonly Span[], turn: StoredTurn | undefined): SpanTexts {
  switch (span.kind) {
    case "run":
      return span.parent === undefined ? turnTexts(turn) : {};
    case "tool":
      return defined({
        input: fieldOf(span.started, "arguments"),
        output: span.finished && fieldOf(span.finished, "result"),
      });
    case "model":
      return defined({ request: requestOf(span), output: span.text ?? storedText(span, spans, turn) });
    case "stage":
      return defined({ output: span.finished && stageResults(span.finished) });
    default:
      return {};
  }
}

function turnTexts(turn: StoredTurn | undefined): SpanTexts {
  const said = (role: string) => turn?.messages.filter((message) => message.role === role) ?? [];
  const [question] = said("user");
  const answer = said("assistant").at(-1);
  return defined({
    input: question && messageText(question.content),
    output: answer && messageText(answer.content),
  });
}

/** After a fallback another request went out than the first. */
function requestOf({ started, notes }: Span): unknown {
  const changed = notes.findLast(({ type }) => type === "model-fell-back");
  return fieldOf(changed ?? started, "request");
}

/** The messages of a turn don't say which call made them: they are known only where there is one for each call. */
function storedText(span: Span, spans: readonly Span[], turn: StoredTurn | undefined): string | undefined {
  const calls = spans.filter(
    ({ kind, error, runId }) => kind === "model" && error === undefined && runId === spans[0]?.runId,
  );
  const answers = turn?.messages.filter(({ role }) => role === "assistant") ?? [];
  const answer = answers.length === calls.length ? answers[calls.indexOf(span)] : undefined;
  return answer && (messageText(answer.content) || undefined);
}

function stageResults(finished: LoggedEvent): unknown {
  const [results, tools] = [fieldOf(finished, "results"), fieldOf(finished, "tools")];
  const isEmpty = (value: unknown) => !Array.isArray(value) || value.length === 0;
  return isEmpty(results) && isEmpty(tools) ? undefined : { stored: results, tools };
}

function defined(texts: SpanTexts): SpanTexts {
  return Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined));
}
