import { Argument, type Command, Option } from "commander";
import { EXIT_CODES_HELP } from "../../cli/exit-codes.ts";
import { type CommandSetting, newCommand } from "../../cli/new-command.ts";
import { parseMilliseconds } from "../../cli/parse-milliseconds.ts";
import { addFlowFile, type FlowFileFlags, flowSourceOf } from "./flow-file-options.ts";

interface RunFlags extends FlowFileFlags {
  readonly timeout?: number;
}

const EXAMPLES = `
Examples:
  $ pergola flow run flow.ts '"a text"'
  $ pergola flow run flow.ts '{"order": 7}' --timeout 5000
  $ cat order.json | pergola flow run flow.ts -
  $ pergola flow run flow.ts 7 --json | jq 'select(.type == "result").value'

Without --json results and chunks are printed as they come, texts as they are. With --json each line is one of
  {"type":"chunk", "text", "nodeName", …}   {"type":"result", "value", …}
and the last one {"type":"end", "outcome", "error"?}, whatever happens to the trace.
`;

/** `pergola flow run <file> [input]` */
export function runCommand(setting: CommandSetting): Command {
  return addFlowFile(newCommand("run", setting))
    .description("run one message through a flow and print its results; Ctrl-C cancels it")
    .addArgument(new Argument("[input]", "the message as JSON, or - to read it from stdin"))
    .addOption(
      new Option("--timeout <ms>", "end the trace after so many milliseconds (default: none)").argParser(
        parseMilliseconds,
      ),
    )
    .addHelpText("after", EXAMPLES + EXIT_CODES_HELP)
    .action(async (file: string, input: string | undefined, flags: RunFlags) => {
      const { runFlow } = await import("../../run/run-flow.ts");
      const { timeout: timeoutMs, json } = flags;
      await runFlow(flowSourceOf(file, flags), { input, timeoutMs, json }, setting.context);
    });
}
