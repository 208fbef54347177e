import type { Context, Span } from "@opentelemetry/api";

/** A span that has not ended, and the context of what happens in it. */
export interface OpenSpan {
  readonly runId: string;
  readonly kind: "run" | "stage" | "step" | "model" | "tool";
  /** Of a step its name; of a stage what the names of its steps begin with. */
  readonly name: string;
  readonly span: Span;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly context: Context;
}

/** Most spans that are open at a time; the oldest is ended to make room. */
const MAX_SPANS = 10_000;

/** The spans that are open, by what they are of. */
export class OpenSpans {
  readonly #spans = new Map<string, OpenSpan>();
  readonly #ofRun = new Map<string, Set<string>>();

  get(key: string): OpenSpan | undefined {
    return this.#spans.get(key);
  }

  add(key: string, open: OpenSpan): void {
    const [oldest] = this.#spans.keys();
    if (this.#spans.size >= MAX_SPANS && oldest !== undefined) this.take(oldest)?.span.end();
    this.#spans.set(key, open);
    const keys = this.#ofRun.get(open.runId) ?? new Set();
    this.#ofRun.set(open.runId, keys.add(key));
  }

  /** Forgets a span, for its end. */
  take(key: string): OpenSpan | undefined {
    const open = this.#spans.get(key);
    if (open === undefined) return undefined;
    this.#spans.delete(key);
    const keys = this.#ofRun.get(open.runId);
    keys?.delete(key);
    if (keys?.size === 0) this.#ofRun.delete(open.runId);
    return open;
  }

  /** Those of a run, the last opened first. */
  of(runId: string): readonly (OpenSpan & { readonly key: string })[] {
    return [...(this.#ofRun.get(runId) ?? [])].reverse().flatMap((key) => {
      const open = this.#spans.get(key);
      return open === undefined ? [] : [{ ...open, key }];
    });
  }
}
