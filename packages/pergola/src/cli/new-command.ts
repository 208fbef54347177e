import { styleText } from "node:util";
import { Command } from "commander";
import type { CliContext, CliOutput } from "./cli-context.ts";
import { hasColours } from "./paint.ts";

/** What help texts are written to; `run-cli` passes them on. */
export interface HelpTexts {
  out: string;
  error: string;
}

/** What every command is made with. */
export interface CommandSetting {
  readonly context: CliContext;
  readonly help: HelpTexts;
}

/** A command that never ends the process and writes nothing by itself: its errors are thrown. */
export function newCommand(name: string, { context: { stdout, stderr }, help }: CommandSetting): Command {
  return new Command(name)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        help.out += text;
      },
      writeErr: (text) => {
        help.error += text;
      },
      outputError: () => {}, // Thrown as well, and told by run-cli.
      getOutHelpWidth: () => widthOf(stdout),
      getErrHelpWidth: () => widthOf(stderr),
      getOutHasColors: () => hasColours(stdout),
      getErrHasColors: () => hasColours(stderr),
    })
    .configureHelp({ styleTitle: (title) => styleText("bold", title, { validateStream: false }) });
}

const widthOf = ({ columns }: CliOutput) => Math.max(40, columns || 80);
