import { type Command, Option } from "commander";
import { EXIT_CODES_HELP } from "../../cli/exit-codes.ts";
import { type CommandSetting, newCommand } from "../../cli/new-command.ts";
import type { ListOptions } from "../../plugin/list/list-plugins.ts";

const EXAMPLES = `
Examples:
  $ pergola plugin list
  $ pergola plugin list --json | jq '.plugins[].name'

Where several plugins have one name, the first in the list is used. Only manifests are read: no code of a plugin runs.
`;

/** `pergola plugin list` */
export function listCommand(setting: CommandSetting): Command {
  return newCommand("list", setting)
    .description("list the plugins that are found here, and what is wrong with them")
    .addOption(new Option("--json", "write the list and errors as JSON, one object each"))
    .addHelpText("after", EXAMPLES + EXIT_CODES_HELP)
    .action(async (flags: ListOptions) => {
      const { listPlugins } = await import("../../plugin/list/list-plugins.ts");
      await listPlugins(flags, setting.context);
    });
}
