// #region flow
import { createFlow, node } from "@pergola/flow-runtime";

const split = node({ name: "split" }, (text: string) => text.split(" "));
const count = node({ name: "count", policy: { maxRetries: 2 } }, (words: string[]) => words.length);

export const words = createFlow({ name: "words", edges: [split.to(count)] });
// #endregion
