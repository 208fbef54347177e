#!/usr/bin/env node
import { runCli } from "./cli/run-cli.ts";
import { watchProcess } from "./cli/watch-process.ts";

const exitCode = await runCli(process.argv.slice(2), { signal: watchProcess() });
// What the user's file has left open does not keep the process; all output was taken already.
process.exit(exitCode);
