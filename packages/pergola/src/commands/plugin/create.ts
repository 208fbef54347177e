import { Argument, type Command, Option } from "commander";
import { EXIT_CODES_HELP } from "../../cli/exit-codes.ts";
import { type CommandSetting, newCommand } from "../../cli/new-command.ts";
import type { CreateOptions } from "../../plugin/create/create-plugin.ts";
import { PLUGIN_KINDS } from "../../plugin/create/plugin-kind.ts";

const EXAMPLES = `
Examples:
  $ pergola plugin create acme                  a provider of chat models, in ./pergola-acme
  $ pergola plugin create shout --kind step     a step type
  $ pergola plugin create @acme/search --kind tool --dir packages/search
  $ pergola plugin create acme --dry-run

It writes into that folder and nowhere else, and installs nothing. The code is a small plugin that works, with its tests.
`;

/** `pergola plugin create <name>` */
export function createCommand(setting: CommandSetting): Command {
  return newCommand("create", setting)
    .description("begin a plugin of your own: a package that works, with its tests")
    .addArgument(new Argument("<name>", "what it is found by, such as acme or @scope/acme"))
    .addOption(new Option("--kind <kind>", "what it adds").choices(PLUGIN_KINDS).default("llm"))
    .addOption(new Option("--dir <path>", "folder of the package (default: ./pergola-<name>)"))
    .addOption(new Option("--dry-run", "list the files, and write nothing"))
    .addOption(new Option("--json", "write the result and errors as JSON, one object each"))
    .addHelpText("after", EXAMPLES + EXIT_CODES_HELP)
    .action(async (name: string, flags: CreateOptions) => {
      const { createPlugin } = await import("../../plugin/create/create-plugin.ts");
      await createPlugin(name, flags, setting.context);
    });
}
