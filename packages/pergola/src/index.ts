export type { CliContext, CliOutput } from "./cli/cli-context.ts";
export { type RunCliOptions, runCli } from "./cli/run-cli.ts";
export { pergolaErrors } from "./errors.ts";
