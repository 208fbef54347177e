import type { CliContext } from "./cli-context.ts";
import { exitCodeOf } from "./exit-codes.ts";
import type { HelpTexts } from "./new-command.ts";
import { reportError } from "./report-error.ts";
import { write } from "./write.ts";

/** What surrounds the commands; what is left out is the process's own. */
export type RunCliOptions = Partial<CliContext>;

/**
 * Runs one command line of `pergola` and never throws: what goes wrong is told on `stderr`.
 *
 * @param args without the program, for example `["flow", "visualize", "flow.ts"]`
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage, 128 and its number for a signal
 */
export async function runCli(args: readonly string[], options: RunCliOptions = {}): Promise<number> {
  const context = contextOf(options);
  const help: HelpTexts = { out: "", error: "" };
  const error = await failureOf(() => runCommand(args, context, help));
  const helpError = await failureOf(() => write(context.stdout, help.out, context.signal));
  await write(context.stderr, help.error).catch(() => undefined); // Whoever does not read it is not told.
  const failure = error ?? helpError;
  if (failure !== undefined && help.error === "") await reportError(failure, args, context);
  return exitCodeOf(failure);
}

/** Commander is loaded here, so that a program which imports this package without running it stays light. */
async function runCommand(args: readonly string[], context: CliContext, help: HelpTexts): Promise<void> {
  const [{ CommanderError }, { createProgram }, { usageError }] = await Promise.all([
    import("commander"),
    import("./program.ts"),
    import("./usage-error.ts"),
  ]);
  const program = createProgram({ context, help });
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return; // --help, --version
    throw usageError(error, program, args);
  }
}

async function failureOf(work: () => Promise<void>): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error ?? new Error(`Something threw ${String(error)}.`);
  }
}

const contextOf = ({ cwd, stdin, stdout, stderr, signal }: RunCliOptions): CliContext => ({
  cwd: cwd ?? process.cwd(),
  stdin: stdin ?? process.stdin,
  stdout: stdout ?? process.stdout,
  stderr: stderr ?? process.stderr,
  signal: signal ?? new AbortController().signal,
});
