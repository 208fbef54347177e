import { redactText } from "@pergola/core";
import { formatPath } from "../invalid-agent-config.ts";
import { codeFrame } from "./code-frame.ts";
import { lineAndColumn, type Place } from "./source/source-file.ts";

/** One defect of a config file: where, what, and how to mend it. No value of an environment variable is ever in it. */
export interface ConfigFileProblem {
  readonly file: string;
  /** From 1. Absent for modules and for what stands nowhere, such as a key that is missing. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  /** For example `["steps", 0, "promptTemplate"]`. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint?: string;
  /** The line with a mark under the place, and its neighbours; values of keys that sound secret are covered. */
  readonly frame?: string;
}

/** A defect before it is told. */
export interface ProblemAt {
  readonly place: Place;
  readonly path?: readonly (string | number)[];
  readonly message: string;
  readonly hint?: string | undefined;
}

/** A defect as it is told. */
export function problemAt({ place, path = [], message, hint }: ProblemAt): ConfigFileProblem {
  const position = lineAndColumn(place);
  return {
    file: place.file.name,
    ...position,
    path,
    message: redactText(message),
    ...(hint !== undefined && { hint: redactText(hint) }),
    ...(position !== undefined && { frame: codeFrame(place, position) }),
  };
}

/** `agent.yaml:3:5 limits.timeoutMs: Got "long"; expected a number. Set it to a number.` */
export function problemText({ file, line, column, path, message, hint }: ConfigFileProblem): string {
  const where = line === undefined ? file : `${file}:${line}:${column}`;
  const subject = path.length === 0 ? "" : ` ${formatPath(path)}`;
  const text = /[.?!]$/.test(message) || hint === undefined ? message : `${message}.`;
  return `${where}${subject}: ${text}${hint === undefined ? "" : ` ${hint}`}`;
}

/** Problems as text for people, each with the lines around it. */
export function formatFileProblems(problems: readonly ConfigFileProblem[]): string {
  return problems
    .map((problem) =>
      problem.frame === undefined ? problemText(problem) : `${problemText(problem)}\n${problem.frame}`,
    )
    .join("\n\n");
}
