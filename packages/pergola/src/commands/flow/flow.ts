import type { Command } from "commander";
import { type CommandSetting, newCommand } from "../../cli/new-command.ts";
import { runCommand } from "./run.ts";
import { visualizeCommand } from "./visualize.ts";

/** `pergola flow …` */
export function flowCommand(setting: CommandSetting): Command {
  return newCommand("flow", setting)
    .description("draw a flow, or run one")
    .addCommand(visualizeCommand(setting))
    .addCommand(runCommand(setting));
}
