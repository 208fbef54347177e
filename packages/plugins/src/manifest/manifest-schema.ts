import { lazySchema } from "@pergola/resources";
import { z } from "zod";

const MAX_TEXT = 2_000;
const MAX_LIST = 1_000;

/** The part of an entry before its export name has to stay below the plugin's folder. */
const ENTRY = /^\.\/(?!(?:.*\/)?\.\.(?:\/|#|$))[^#\\\p{Cc}]+(?:#[\p{ID_Start}$_][\p{ID_Continue}$]*)?$/u;

/** A category, a provider, a kind: what ids and environment names can be made of. */
const WORD = /^[a-z][a-z0-9]*(?:[-.][a-z0-9]+)*$/;
const PACKAGE_NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

const said = (value: unknown) => JSON.stringify(String(value).slice(0, 80));

const text = () => z.string().min(1).max(MAX_TEXT);
const word = () =>
  z.string().regex(WORD, {
    error: ({ input }) => `Got ${said(input)}; expected lower case letters, digits and hyphens, like "acme".`,
  });
const packageName = () =>
  z
    .string()
    .max(214)
    .regex(PACKAGE_NAME, {
      error: ({ input }) => `Got ${said(input)}; expected the name of a package, like "@acme/pergola-acme".`,
    });
const names = () => z.array(text()).max(MAX_LIST);

/** What a manifest may hold. Ranges and versions are checked apart, by semver. */
export const manifestSchema = lazySchema(() =>
  z
    .strictObject({
      $schema: z.string().optional(),
      name: packageName(),
      version: text(),
      description: text().optional(),
      author: text().optional(),
      category: word().optional(),
      provider: word().optional(),
      contributes: z
        .object({ providers: z.record(word(), z.array(word()).max(MAX_LIST)).optional() })
        .catchall(names())
        .optional(),
      entry: z
        .string()
        .max(MAX_TEXT)
        .regex(ENTRY, {
          error: ({ input }) =>
            `Got ${said(input)}; expected a file below the plugin's folder, like "./dist/index.js#acme".`,
        }),
      engines: z.strictObject({ pergola: text() }),
      requires: z.record(packageName(), text()).optional(),
      configSchema: z.record(z.string(), z.unknown()).optional(),
      examples: z
        .array(z.strictObject({ input: z.unknown(), expected: z.unknown(), description: text().optional() }))
        .max(MAX_LIST)
        .optional(),
    })
    .check(({ value, issues }) => {
      if ((value.category === undefined) !== (value.provider === undefined))
        issues.push({
          code: "custom",
          input: value,
          path: [value.category === undefined ? "provider" : "category"],
          message: "category and provider come together; one of them is missing.",
        });
      else if (value.category === undefined && value.contributes === undefined)
        issues.push({
          code: "custom",
          input: value,
          path: [],
          message:
            'It does not say what the plugin contributes; expected category and provider, or contributes, like { "tools": ["weather"] }.',
        });
    }),
);
