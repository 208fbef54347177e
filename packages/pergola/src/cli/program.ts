import type { Command } from "commander";
import { flowCommand } from "../commands/flow/flow.ts";
import { pluginCommand } from "../commands/plugin/plugin.ts";
import { version } from "../version.ts";
import { EXIT_CODES_HELP } from "./exit-codes.ts";
import { type CommandSetting, newCommand } from "./new-command.ts";

/** All commands. A new one is a file in `commands/` and a line here, or in its group. */
export function createProgram(setting: CommandSetting): Command {
  return newCommand("pergola", setting)
    .description("Draws Pergola's flows and runs them; installs, lists and begins plugins.")
    .version(version(), "--version", "print the version")
    .addCommand(flowCommand(setting))
    .addCommand(pluginCommand(setting))
    .addHelpText("after", EXIT_CODES_HELP);
}
