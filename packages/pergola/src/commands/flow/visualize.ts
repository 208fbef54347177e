import { type Command, Option } from "commander";
import { EXIT_CODES_HELP } from "../../cli/exit-codes.ts";
import { type CommandSetting, newCommand } from "../../cli/new-command.ts";
import type { VisualizeOptions } from "../../visualize/visualize-flow.ts";
import { addFlowFile, type FlowFileFlags, flowSourceOf } from "./flow-file-options.ts";

type VisualizeFlags = FlowFileFlags & VisualizeOptions;

const EXAMPLES = `
Examples:
  $ pergola flow visualize flow.ts                        Mermaid on stdout
  $ pergola flow visualize flow.ts --out docs/flow.svg    a picture
  $ pergola flow visualize flow.ts --format dot | dot -Tpng > flow.png
  $ pergola flow visualize flow.ts --out README.md        between its markers, see below
  $ pergola flow visualize flow.ts --out README.md --check

In a page of Markdown only what stands between two comments is replaced:
  <!-- pergola:flow -->
  <!-- /pergola:flow -->
With several diagrams in a page, write the flow's name into each: <!-- pergola:flow orders -->.
`;

/** `pergola flow visualize <file>` */
export function visualizeCommand(setting: CommandSetting): Command {
  return addFlowFile(newCommand("visualize", setting))
    .description("draw a flow, an agent, or whatever else has describe()")
    .addOption(new Option("--out <file>", "write to a .md, .mmd, .dot or .svg file (default: stdout)"))
    .addOption(
      new Option(
        "--format <format>",
        "what is written (default: by the ending of --out, else mermaid)",
      ).choices(["mermaid", "dot", "svg"]),
    )
    .addOption(new Option("--direction <way>", "down or to the right").choices(["TB", "LR"]).default("TB"))
    .addOption(new Option("--policies", "write below each node what its policy says"))
    .addOption(new Option("--check", "write nothing; fail if the file of --out would change"))
    .addHelpText("after", EXAMPLES + EXIT_CODES_HELP)
    .action(async (file: string, flags: VisualizeFlags) => {
      const { visualizeFlow } = await import("../../visualize/visualize-flow.ts");
      await visualizeFlow(flowSourceOf(file, flags), flags, setting.context);
    });
}
