#!/usr/bin/env node
import { runCli } from "./cli/run-cli.ts";
import { watchExit } from "./cli/watch-exit.ts";
import { watchProcess } from "./cli/watch-process.ts";

const args = process.argv.slice(2);
const hasEnded = watchExit(args);
const exitCode = await runCli(args, { signal: watchProcess() });
hasEnded();
// What the user's file has left open does not keep the process; all output was taken already.
process.exit(exitCode);
