import { runCli } from "./run-cli.ts";

/** An output that keeps what was written. */
export function keepOutput() {
  const kept = { text: "" };
  const write = (text: string, done: () => void) => {
    kept.text += text;
    done();
  };
  return { kept, write };
}

/** Runs a command line in this process. */
export async function runHere(args: readonly string[], cwd = import.meta.dirname) {
  const [stdout, stderr] = [keepOutput(), keepOutput()];
  const code = await runCli(args, { cwd, stdout, stderr, stdin: (async function* () {})() });
  return { code, stdout: stdout.kept.text, stderr: stderr.kept.text };
}
