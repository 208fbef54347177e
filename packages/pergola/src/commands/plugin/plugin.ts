import type { Command } from "commander";
import { type CommandSetting, newCommand } from "../../cli/new-command.ts";
import { createCommand } from "./create.ts";
import { installCommand } from "./install.ts";
import { listCommand } from "./list.ts";

/** `pergola plugin …` */
export function pluginCommand(setting: CommandSetting): Command {
  return newCommand("plugin", setting)
    .description("install plugins, list what is there, and begin one of your own")
    .addCommand(installCommand(setting))
    .addCommand(listCommand(setting))
    .addCommand(createCommand(setting));
}
