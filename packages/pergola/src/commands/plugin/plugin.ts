import type { Command } from "commander";
import { type CommandSetting, newCommand } from "../../cli/new-command.ts";
import { installCommand } from "./install.ts";
import { listCommand } from "./list.ts";

/** `pergola plugin …` */
export function pluginCommand(setting: CommandSetting): Command {
  return newCommand("plugin", setting)
    .description("install plugins, and list what is there")
    .addCommand(installCommand(setting))
    .addCommand(listCommand(setting));
}
