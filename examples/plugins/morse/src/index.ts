import { definePlugin } from "@pergola/plugins";
import { morseStep } from "./morse-step.ts";
import { morseSpeaker } from "./speaker.ts";

export { type MorseStepConfig, morseStep } from "./morse-step.ts";
export { morseSpeaker, type Speaker } from "./speaker.ts";

export const plugin = definePlugin({
  name: "pergola-morse",
  version: "1.0.0",
  contributes: { providers: [morseSpeaker], steps: [morseStep] },
});
