// Preloaded with --import: prints the URL of every loaded module on stdout when the process ends.
import { registerHooks } from "node:module";

const urls: string[] = [];
registerHooks({
  load(url, context, nextLoad) {
    urls.push(url);
    return nextLoad(url, context);
  },
});
process.on("exit", () => console.log(JSON.stringify(urls)));
