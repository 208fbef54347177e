import { describe, expect, it } from "vitest";
import { pluginProblems } from "../define-plugin.ts";
import { manifestDefects } from "./manifest-defects.ts";
import { packageDefects } from "./package-defects.ts";
import type { PluginContractGroup, PluginSubject } from "./plugin-subject.ts";
import { providerDefects } from "./provider-defects.ts";

const GROUPS: Readonly<Record<PluginContractGroup, (subject: PluginSubject) => void>> = {
  manifest: manifestTests,
  package: packageTests,
  providers: providerTests,
};

/**
 * The tests that every plugin passes: its manifest says what its code has, its package publishes what is needed and shares
 * what must be there once, its README names every option, and its providers take, refuse and make what they should. Call
 * it at the top of a vitest file; it registers its own `describe`. What a plugin contributes has suites of its own, for
 * example `stepStrategyContract`, `toolContract` and `chatModelContract`. Whoever cannot show a group names it in `skip`,
 * with the reason.
 */
export function pluginContract(subject: PluginSubject): void {
  const { plugin, skip = {} } = subject;
  const left = Object.entries(skip).map(([group, reason]) => `; without ${group}: ${reason}`);
  describe(`${plugin.name} as a plugin${left.join("")}`, () => {
    for (const [group, register] of Object.entries(GROUPS)) {
      if (skip[group as PluginContractGroup] === undefined) describe(group, () => register(subject));
    }
  });
}

function manifestTests(subject: PluginSubject): void {
  it("is a plugin: a name, a version and what it contributes", () => {
    expect(pluginProblems(subject.plugin)).toEqual([]);
  });

  it("is right, and says what the code has", async () => {
    expect(await manifestDefects(subject)).toEqual([]);
  });
}

function packageTests(subject: PluginSubject): void {
  it("publishes its entry, shares what must be there once, and names every option in its README", async () => {
    expect(await packageDefects(subject)).toEqual([]);
  });
}

function providerTests({ plugin, providers: cases = {} }: PluginSubject): void {
  const providers = plugin.contributes.providers ?? [];
  const names = providers.map(({ category, name }) => `${category}/${name}`);

  it("have a case each", () => {
    expect(Object.keys(cases).toSorted()).toEqual(names.toSorted());
  });

  for (const [index, provider] of providers.entries()) {
    const subject = cases[names[index] ?? ""];
    if (subject !== undefined)
      it(`${names[index]} takes what is right, refuses what is wrong, and is made and closed`, async () => {
        expect(await providerDefects(provider, subject)).toEqual([]);
      });
  }
}
