import { Argument, type Command, Option } from "commander";
import { EXIT_CODES_HELP } from "../../cli/exit-codes.ts";
import { type CommandSetting, newCommand } from "../../cli/new-command.ts";
import type { InstallOptions } from "../../plugin/install/install-plugins.ts";

const EXAMPLES = `
Examples:
  $ pergola plugin install @acme/plugin          the newest version, pinned
  $ pergola plugin install "acme@^1.2.0"         the newest of a range, pinned
  $ pergola plugin install ./acme-1.2.0.tgz      a packed package
  $ pergola plugin install ./plugins/acme        what that plugin needs, beside it
  $ pergola plugin install                       what every plugin in ./plugins needs
  $ pergola plugin install acme --dry-run

It runs npm, pnpm, Yarn or Bun, whichever manages the project, with the scripts of packages turned off, and
imports nothing. A folder or a .tgz is a path that begins with ./, ../ or /; everything else is a name.
`;

/** `pergola plugin install [what...]` */
export function installCommand(setting: CommandSetting): Command {
  return newCommand("install", setting)
    .description("install plugins with the package manager of the project, without running their scripts")
    .addArgument(
      new Argument("[what...]", "names of packages, as name or name@range, or paths (default: ./plugins/*)"),
    )
    .addOption(new Option("--dry-run", "print what would be run, and run nothing"))
    .addOption(new Option("--json", "write the result and errors as JSON, one object each"))
    .addHelpText("after", EXAMPLES + EXIT_CODES_HELP)
    .action(async (what: readonly string[], flags: InstallOptions) => {
      const { installPlugins } = await import("../../plugin/install/install-plugins.ts");
      await installPlugins(what, flags, setting.context);
    });
}
