import type { CliContext } from "../cli/cli-context.ts";
import { printable } from "../cli/printable.ts";
import { write } from "../cli/write.ts";
import type { ProgressLine } from "./progress-line.ts";
import { resultText } from "./result-text.ts";
import type { TracePrinter } from "./trace-printer.ts";

/** Chunks as they come, each stream from a new line; each result on lines of its own, a text as it is, the rest as JSON. */
export function textPrinter(
  { stdout, signal }: Pick<CliContext, "stdout" | "signal">,
  progress: ProgressLine | undefined,
): TracePrinter {
  let isLineOpen = false;
  let stream = "";
  const print = async (text: string, until?: AbortSignal) => {
    progress?.pause();
    if (text !== "") isLineOpen = !text.endsWith("\n");
    await write(stdout, printable(text, stdout), until);
    if (!isLineOpen) progress?.resume();
  };
  const newLine = () => (isLineOpen ? "\n" : "");
  return {
    item(item) {
      if (item.type === "result") return print(`${newLine()}${resultText(item.value)}\n`, signal);
      // A node that was run again begins its text anew.
      const own = JSON.stringify([item.nodeName, item.streamId, item.attempt]);
      const before = own === stream ? "" : newLine();
      stream = own;
      return print(`${before}${item.text}`, signal);
    },
    end: () => print(newLine()),
  };
}
