import { styleText } from "node:util";
import type { CliOutput } from "./cli-context.ts";

/** Whether an output shows colours: a terminal that can, of somebody who has not turned them off. */
export const hasColours = (output: CliOutput) => output.isTTY === true && output.hasColors?.() === true;

/** Text in a style where there are colours, else as it is. */
export function paint(style: Parameters<typeof styleText>[0], text: string, output: CliOutput): string {
  return hasColours(output) ? styleText(style, text, { validateStream: false }) : text;
}
