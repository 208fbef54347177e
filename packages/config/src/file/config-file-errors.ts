import { isPergolaError } from "@pergola/core";
import { configErrors } from "../errors.ts";
import { type ConfigFileProblem, problemText } from "./config-file-problem.ts";

/** The most problems that a message lists; `details.problems` has as many. */
const MAX_TOLD = 100;

/** The error that carries all defects of a config file. */
export function configFileInvalid(file: string, found: readonly ConfigFileProblem[], cause?: unknown) {
  const problems = found.slice(0, MAX_TOLD);
  const rest = found.length - problems.length;
  const lines = problems.map((problem) => `  ${problemText(problem)}`);
  const more = rest > 0 ? [`  … and ${rest} more.`] : [];
  return configErrors.create("CONFIG_FILE_INVALID", {
    message: `${file} has ${found.length === 1 ? "a defect" : `${found.length} defects`}:\n${[...lines, ...more].join("\n")}`,
    hint: problems[0]?.hint ?? "Mend the places named in the message; details.problems holds them as data.",
    details: { file, problems },
    cause,
  });
}

/** A file that is not there, or that nobody may read. */
export function configFileNotRead(file: string, message: string, hint: string, cause?: unknown) {
  return configErrors.create("CONFIG_FILE_NOT_READ", { message, hint, details: { file }, cause });
}

/** Where a message may only name what went wrong: the text of a system error has no secrets but paths. */
export function systemCode(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === "string" && !isPergolaError(error) ? code : "an error";
}
