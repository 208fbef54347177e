import { type Clock, systemClock } from "@pergola/core";
import type { FlowEvent } from "@pergola/flow-runtime";
import type { CliOutput } from "../cli/cli-context.ts";
import { printable } from "../cli/printable.ts";

/** Shortest time between two drawings, in milliseconds. */
const REDRAW_MS = 100;

/** To the first column, and the rest of the line away. */
const ERASE = "\r\u001b[K";

interface NodeCount {
  running: number;
  done: number;
  failed: number;
}

/** One line of a terminal that says what each node of a flow is doing, drawn again and again. */
export class ProgressLine {
  readonly #output: CliOutput;
  readonly #clock: Clock;
  readonly #counts = new Map<string, NodeCount>();
  #cancelTimer: (() => void) | undefined;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #isDrawn = false;
  #isPaused = false;

  constructor(output: CliOutput, clock: Clock = systemClock) {
    this.#output = output;
    this.#clock = clock;
  }

  note({ type, nodeName }: FlowEvent): void {
    if (nodeName === undefined) return;
    const count = this.#counts.get(nodeName) ?? { running: 0, done: 0, failed: 0 };
    this.#counts.set(nodeName, count);
    if (type === "node-started") count.running++;
    else if (type === "node-succeeded") count.done++;
    else if (type === "node-errored" || type === "node-timed-out") count.failed++;
    else return;
    if (type !== "node-started") count.running--;
    this.#schedule();
  }

  /** Takes the line away, so that something else can be written. */
  pause(): void {
    this.#isPaused = true;
    if (this.#isDrawn) this.#write(ERASE);
    this.#isDrawn = false;
  }

  resume(): void {
    this.#isPaused = false;
    this.#schedule();
  }

  /** Takes the line away for good. */
  close(): void {
    this.pause();
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #schedule(): void {
    if (this.#cancelTimer !== undefined || this.#isPaused) return;
    const waitMs = this.#drawnAt + REDRAW_MS - this.#clock.monotonic();
    if (waitMs <= 0) this.#draw();
    else this.#cancelTimer = this.#clock.setTimer(waitMs, () => this.#drawLate());
  }

  #drawLate(): void {
    this.#cancelTimer = undefined;
    if (!this.#isPaused) this.#draw();
  }

  #draw(): void {
    this.#drawnAt = this.#clock.monotonic();
    this.#isDrawn = true;
    this.#write(ERASE + cut(printable(this.#text(), this.#output), (this.#output.columns || 80) - 1));
  }

  #text(): string {
    return [...this.#counts].map(([name, count]) => `${name} ${countText(count)}`).join(" · ");
  }

  #write(text: string): void {
    this.#output.write(text, () => {});
  }
}

function countText({ running, done, failed }: NodeCount): string {
  const parts = [running > 0 && `●${running}`, done > 0 && `✓${done}`, failed > 0 && `✗${failed}`];
  return parts.filter((part) => part !== false).join(" ");
}

/** The beginning of a line; a character that is not of ASCII may be two columns wide. */
function cut(text: string, columns: number): string {
  let width = 0;
  let end = 0;
  for (const character of text) {
    width += character.charCodeAt(0) > 0x2fff ? 2 : 1;
    if (width > columns) return text.slice(0, end);
    end += character.length;
  }
  return text;
}
