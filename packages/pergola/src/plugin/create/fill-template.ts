import type { PluginNames } from "./plugin-names.ts";

/** Puts names into a text that is written for the plugin `pergola-acme`. */
export function fillTemplate(text: string, { packageName, id }: PluginNames): string {
  const type = pascalCase(id);
  const variable = type.charAt(0).toLowerCase() + type.slice(1);
  const names: Readonly<Record<string, string>> = {
    "pergola-acme": packageName,
    "const acme": `const ${variable}`,
    "[acme]": `[${variable}]`,
    ACME: id.toUpperCase().replaceAll("-", "_"),
    Acme: type,
    acme: id,
  };
  return text.replace(/pergola-acme|const acme|\[acme\]|acme/gi, (found) => names[found] ?? found);
}

const pascalCase = (id: string) =>
  id.replace(/(?:^|-)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
