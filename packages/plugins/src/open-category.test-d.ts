// Compiled by the type check; nothing here runs.
import { createPluginManager, definePlugin, type ProviderFactory } from "@pergola/plugins";

interface Voice {
  readonly name: string;
}

// What an author writes who has no other package of Pergola.
declare module "@pergola/plugins" {
  interface ProviderProducts {
    sky: { readonly colour: string };
  }
  interface PluginContributions {
    readonly voices?: readonly Voice[];
  }
}

declare const sky: ProviderFactory<"sky">;
const manager = createPluginManager();

definePlugin({
  name: "sky",
  version: "1.0.0",
  contributes: { providers: [sky], voices: [{ name: "anna" }] },
});
// @ts-expect-error: a voice has a name
definePlugin({ name: "sky", version: "1.0.0", contributes: { voices: [{}] } });
// @ts-expect-error: there is no such kind
definePlugin({ name: "sky", version: "1.0.0", contributes: { noises: [] } });

manager.createProvider("sky", "blue") satisfies Promise<{ readonly colour: string }>;
manager.createProvider("what ever", "x") satisfies Promise<unknown>;
manager.contributions("voices") satisfies Promise<readonly Voice[]>;
// @ts-expect-error: there is no such kind
manager.contributions("noises");
