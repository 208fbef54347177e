import type { PergolaError } from "@pergola/core";
import { type ConfigProblem, schemaProblems } from "@pergola/resources";
import {
  type JsonDocument,
  type JsonKeyProblem,
  type JsonPath,
  JsonSyntaxError,
  readJson,
} from "../json/read-json.ts";
import { textPosition } from "../json/text-position.ts";
import { loadSemver } from "../semver.ts";
import { invalidManifest, type ManifestProblem } from "./manifest-problem.ts";
import { manifestSchema } from "./manifest-schema.ts";
import { type PluginManifest, type ProviderClaim, providerClaims } from "./plugin-manifest.ts";

/** The text of a manifest, and where it comes from. */
export interface ManifestText {
  readonly file: string;
  readonly text: string;
  /** Of a `package.json` only the `pergola` field is the manifest. */
  readonly isPackageJson: boolean;
}

/** A manifest, or why it is none and what it seems to be about. */
export type ParsedManifest =
  | { readonly kind: "manifest"; readonly manifest: PluginManifest }
  | {
      readonly kind: "broken";
      readonly error: PergolaError;
      readonly name?: string;
      readonly claims: readonly ProviderClaim[];
    };

/** Reads a manifest; undefined when the file is the `package.json` of something that is no plugin. Runs nothing. */
export async function parseManifest(source: ManifestText): Promise<ParsedManifest | undefined> {
  const { file, text, isPackageJson } = source;
  // Most package.json are of no plugin: they are not even parsed.
  if (isPackageJson && !text.includes('"pergola"')) return undefined;
  const document = parse(source);
  if ("kind" in document) return document;
  const base: JsonPath = isPackageJson ? ["pergola"] : [];
  const raw = isPackageJson ? pergolaField(document.value) : document.value;
  if (raw === undefined) return undefined;
  const problems = await problemsOf(raw, document, base);
  if (problems.length === 0) return { kind: "manifest", manifest: raw as PluginManifest };
  const placed = problems.map((problem) => place(text, document, base, problem));
  return { kind: "broken", error: invalidManifest(file, placed), ...guess(raw) };
}

function parse({ file, text }: ManifestText): JsonDocument | Extract<ParsedManifest, { kind: "broken" }> {
  try {
    return readJson(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const problem = { ...textPosition(text, error.offset), path: "", message: `${error.message}.` };
    const hint = "Manifests are plain JSON: double quotes, no comments, no comma after the last item.";
    return { kind: "broken", error: invalidManifest(file, [{ ...problem, hint }]), claims: [] };
  }
}

/** What the package says of itself stands for what the field leaves out. */
function pergolaField(value: unknown): unknown {
  const { pergola, ...own } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (pergola === undefined || !isRecord(pergola)) return pergola;
  const { name, version, description } = own;
  const known = Object.entries({ name, version, description }).filter(([, each]) => typeof each === "string");
  return { ...Object.fromEntries(known.filter(([, each]) => each !== "")), ...pergola };
}

async function problemsOf(
  raw: unknown,
  { problems }: JsonDocument,
  base: JsonPath,
): Promise<readonly ConfigProblem[]> {
  const keys = problems
    .filter(({ path }) => path[0] === base[0] || base.length === 0)
    .map((problem) => keyProblem(problem, base));
  const values = schemaProblems(manifestSchema, raw);
  return [...keys, ...values, ...(values.length === 0 ? await versionProblems(raw as PluginManifest) : [])];
}

function keyProblem({ kind, path }: JsonKeyProblem, base: JsonPath): ConfigProblem {
  const key = JSON.stringify(path.at(-1));
  const [message, hint] =
    kind === "duplicate"
      ? [`The key ${key} is there twice.`, `Remove one of the two ${key}.`]
      : [`The key ${key} is not allowed: it could change objects of the host.`, `Remove the key ${key}.`];
  return { path: path.slice(base.length), message, hint };
}

async function versionProblems({ version, engines, requires = {} }: PluginManifest) {
  const { valid, validRange } = await loadSemver();
  const ranges = [
    { path: ["engines", "pergola"], range: engines.pergola },
    ...Object.entries(requires).map(([name, range]) => ({ path: ["requires", name], range })),
  ];
  const broken = ranges.filter(({ range }) => validRange(range) === null);
  return [
    ...(valid(version) === null ? [versionProblem(version)] : []),
    ...broken.map(({ path, range }) => ({
      path,
      message: `${JSON.stringify(range)} is no range of versions.`,
      hint: 'Write a range as npm does, for example "^1.0.0".',
    })),
  ];
}

const versionProblem = (version: string): ConfigProblem => ({
  path: ["version"],
  message: `${JSON.stringify(version)} is no version.`,
  hint: 'Write three numbers, for example "1.0.0".',
});

function place(
  text: string,
  { offsetOf, problems }: JsonDocument,
  base: JsonPath,
  { path, message, hint }: ConfigProblem,
): ManifestProblem {
  const whole = [...base, ...path];
  const key = problems.find((problem) => problem.path.join("\n") === whole.join("\n"));
  return { ...textPosition(text, key?.offset ?? offsetOf(whole)), path: path.join("."), message, hint };
}

/** What a broken manifest is about, as far as that can be read: whoever asks for it gets its defect. */
function guess(raw: unknown) {
  if (!isRecord(raw)) return { claims: [] };
  const { name, category, provider } = raw;
  const claims =
    typeof category === "string" && typeof provider === "string"
      ? providerClaims({ category, provider })
      : [];
  return { claims, ...(typeof name === "string" && SPEAKABLE.test(name) && { name }) };
}

/** A name that can be shown: short, and made of what looks like what it is. */
const SPEAKABLE = /^[!-~][ -~]{0,213}$/;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
