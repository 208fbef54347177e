import { extname } from "node:path";
import { pergolaErrors } from "../errors.ts";

/** What a picture is written as. */
export type DiagramFormat = "mermaid" | "dot" | "svg";

/** Where a picture goes. */
export interface OutputTarget {
  readonly format: DiagramFormat;
  /** Default: stdout. */
  readonly file: string | undefined;
  /** Whether the file is a page of Markdown that has a place for it. */
  readonly isPage: boolean;
}

interface Ending {
  readonly format: DiagramFormat;
  readonly isPage?: true;
}

const ENDINGS: Readonly<Record<string, Ending>> = {
  ".md": { format: "mermaid", isPage: true },
  ".markdown": { format: "mermaid", isPage: true },
  ".mmd": { format: "mermaid" },
  ".mermaid": { format: "mermaid" },
  ".dot": { format: "dot" },
  ".gv": { format: "dot" },
  ".svg": { format: "svg" },
};

/** What is asked for. */
export interface TargetOptions {
  readonly out?: string;
  readonly format?: DiagramFormat;
  readonly check?: boolean;
}

/** @throws INVALID_USAGE when the options do not fit each other */
export function outputTarget({ out, format, check = false }: TargetOptions): OutputTarget {
  if (out === undefined) {
    if (check) throw invalid("--check compares with a file; there is no --out.", "Add --out <file>.");
    return { format: format ?? "mermaid", file: undefined, isPage: false };
  }
  const ending: Ending | undefined = ENDINGS[extname(out).toLowerCase()];
  const chosen = format ?? ending?.format;
  if (chosen === undefined) {
    const known = Object.keys(ENDINGS).join(", ");
    throw invalid(
      `The ending of ${out} says no format; expected one of ${known}.`,
      "Or add --format <format>.",
    );
  }
  if (ending !== undefined && ending.format !== chosen)
    throw invalid(`${out} would hold ${ending.format}, and --format says ${chosen}.`, "Leave out --format.");
  return { format: chosen, file: out, isPage: ending?.isPage ?? false };
}

const invalid = (message: string, hint: string) => pergolaErrors.create("INVALID_USAGE", { message, hint });
