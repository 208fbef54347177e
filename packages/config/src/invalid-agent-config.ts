import type { AgentConfigProblem } from "./agent-config-problem.ts";
import { configErrors } from "./errors.ts";

/** The error that carries problems: its message lists them all. */
export function invalidAgentConfig(name: string, problems: readonly AgentConfigProblem[], cause?: unknown) {
  const lines = problems.map((problem) => `  ${problemLine(problem)}`);
  const count = problems.length === 1 ? "a defect" : `${problems.length} defects`;
  return configErrors.create("INVALID_AGENT_CONFIG", {
    message: `The definition of agent "${name}" has ${count}:\n${lines.join("\n")}`,
    hint: problems[0]?.hint ?? "Mend the paths named in the message; details.problems holds them as data.",
    details: { problems },
    cause,
  });
}

/** `path: message hint` */
export function problemLine({ path, message, hint }: AgentConfigProblem): string {
  const where = path.length === 0 ? "" : `${formatPath(path)}: `;
  if (hint === undefined) return where + message;
  return `${where}${message}${/[.?!]$/.test(message) ? "" : "."} ${hint}`;
}

/** `steps[0].promptTemplate` */
export function formatPath(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : text === "" ? part : `${text}.${part}`),
    "",
  );
}
