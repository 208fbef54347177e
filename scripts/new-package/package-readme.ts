import { registryName } from "./package-manifest.ts";
import type { PackageRequest } from "./package-request.ts";

/** The headings of a package's README, in this order; its sentence comes before them. */
export const README_SECTIONS = [
  "Install",
  "Quick start",
  "The idea",
  "API",
  "Options",
  "Errors",
  "Lifetime and cancellation",
  "Write your own",
  "Stability",
] as const;

type Section = (typeof README_SECTIONS)[number];

/** A README to fill in: each comment says what comes in its place, and a test refuses one that is left. */
export function packageReadme({ name, description, subpaths }: PackageRequest): string {
  const scoped = registryName(name);
  const rows = subpaths.map((subpath) => `| \`${scoped}/${subpath}\` |            |`);
  const bodies: Readonly<Record<Section, string>> = {
    Install: `\`\`\`sh\nnpm install ${scoped}\n\`\`\`\n\n<!-- The peers too, if it has any. -->`,
    "Quick start": "<!-- The smallest program that is of use, the same as in a tested file. -->",
    "The idea": "<!-- At most five bullets: what to know before reading on. -->",
    API: ["| name | what it is |", "| ---- | ---------- |", ...rows, "", "<!-- Every export. -->"].join("\n"),
    Options: "<!-- Option, meaning, unit, default. Without options this section goes. -->",
    Errors: "| code | when |\n| ---- | ---- |\n\n<!-- Every code of src/errors.ts. -->",
    "Lifetime and cancellation": "<!-- Who closes it, and what an AbortSignal stops. -->",
    "Write your own": "<!-- The interface to implement, and the suite that proves it. -->",
    Stability:
      "Before 1.0 a minor version may change the API; the changelog says how to move. Error codes never change meaning.",
  };
  const sections = README_SECTIONS.map((section) => `## ${section}\n\n${bodies[section]}\n`);
  return [`# ${scoped}\n`, `${description}\n`, ...sections].join("\n");
}
