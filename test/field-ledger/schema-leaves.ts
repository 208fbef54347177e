import type { z } from "zod";

/** Where a setting stands under a schema (`""` is the schema itself), and what kind of value it takes. */
interface Leaf {
  readonly place: string;
  readonly kind: string;
}

type Definition = z.core.$ZodTypes["_zod"]["def"];

/** Schemas that only say how the one inside them is used. */
const WRAPPERS: ReadonlySet<string> = new Set([
  "optional",
  "nonoptional",
  "nullable",
  "default",
  "prefault",
  "catch",
  "readonly",
]);

/** Schemas that are one setting. */
const SETTINGS: ReadonlySet<string> = new Set([
  "string",
  "number",
  "int",
  "bigint",
  "boolean",
  "date",
  "enum",
  "literal",
  "template_literal",
  "custom",
  "function",
  "unknown",
  "any",
]);

/**
 * The settings of a schema, for example `window.maxTokens`. Alternatives of one place are told apart by their kind:
 * `input<string>`, `input<custom>`. Lists and records of plain values are one setting; so is a list of steps, because
 * each step has a schema of its own.
 *
 * @throws an error for a kind of schema that it does not know, so that no setting is passed over in silence
 */
export function schemaLeaves(schema: z.core.$ZodType): readonly string[] {
  return leavesOf(schema).map(({ place }) => place.replace(/^\./, ""));
}

function leavesOf(schema: z.core.$ZodType): readonly Leaf[] {
  const def = schema._zod.def as Definition;
  if (SETTINGS.has(def.type)) return [{ place: "", kind: def.type }];
  if (WRAPPERS.has(def.type)) return leavesOf((def as z.core.$ZodOptionalDef).innerType);
  switch (def.type) {
    case "object":
      return isStep(def.shape)
        ? [{ place: "", kind: "step" }]
        : [...fieldsOf(def.shape), ...furtherFields(def.catchall)];
    case "array":
      return within("[]", "array", leavesOf(def.element));
    case "record":
      return within(".*", "record", leavesOf(def.valueType));
    case "union":
      return alternatives(def.options.map(leavesOf));
    case "intersection":
      return [...leavesOf(def.left), ...leavesOf(def.right)];
    case "lazy":
      return leavesOf(def.getter());
    case "pipe":
      // A preprocess() takes anything; what it must become is behind it.
      return leavesOf(def.in._zod.def.type === "transform" ? def.out : def.in);
    default:
      throw new Error(`The walker does not know schemas of type "${def.type}": say what their settings are.`);
  }
}

function fieldsOf(shape: z.core.$ZodShape): readonly Leaf[] {
  return Object.entries(shape).flatMap(([key, field]) =>
    leavesOf(field).map(({ place, kind }) => ({ place: `.${key}${place}`, kind })),
  );
}

/** What keys that are not in the shape may hold, where that is said. */
function furtherFields(catchall: z.core.$ZodType | undefined): readonly Leaf[] {
  const type = (catchall?._zod.def as Definition | undefined)?.type;
  if (catchall === undefined || type === "never" || type === "unknown") return [];
  return leavesOf(catchall).map(({ place, kind }) => ({ place: `.*${place}`, kind }));
}

/** A collection of plain values is one setting; one of anything else is as many as its elements have. */
function within(step: string, kind: string, inner: readonly Leaf[]): readonly Leaf[] {
  if (inner.length === 1 && inner[0]?.place === "") return [{ place: "", kind }];
  return inner.map((leaf) => ({ place: `${step}${leaf.place}`, kind: leaf.kind }));
}

function alternatives(options: readonly (readonly Leaf[])[]): readonly Leaf[] {
  const kinds = new Set(options.flat().flatMap(({ place, kind }) => (place === "" ? [kind] : [])));
  const own = [...kinds].map((kind) => ({ place: kinds.size > 1 ? `<${kind}>` : "", kind }));
  const deeper = options.flat().filter(({ place }) => place !== "");
  return [...own, ...new Map(deeper.map((leaf) => [leaf.place, leaf])).values()];
}

function isStep(shape: z.core.$ZodShape): boolean {
  return Object.keys(shape).join() === "step,config";
}
