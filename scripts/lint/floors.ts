import { type Edge, edgesOf } from "./edges.ts";
import type { Finding } from "./finding.ts";
import type { FloorTable } from "./floor-table.ts";
import type { Workspace } from "./workspace.ts";

const RULE = "floors";

/** Every package has a floor, and its dependencies and imports (tests included) only point to lower ones. */
export function checkFloors(workspace: Workspace, floors: FloorTable): Finding[] {
  return [
    ...packagesWithoutFloor(workspace, floors),
    ...floorsWithoutPackage(workspace, floors),
    ...edgesOf(workspace)
      .filter((edge) => !isOwnTest(edge))
      .flatMap((edge) => pointsUp(edge, floors)),
  ];
}

function packagesWithoutFloor({ packages }: Workspace, floors: FloorTable): Finding[] {
  return packages
    .filter(({ manifest }) => floors.get(manifest.name) === undefined)
    .map(({ folder, manifest: { name } }) => ({
      rule: RULE,
      at: `${folder}/package.json`,
      message: `${name} has no floor.`,
      fix: `Add the row | <floor> | \`${name}\` | … | to the floor table of ARCHITECTURE.md, above all that it imports.`,
    }));
}

function floorsWithoutPackage({ packages }: Workspace, floors: FloorTable): Finding[] {
  return floors.names
    .filter((row) => !packages.some(({ manifest }) => floors.isOf(row, manifest.name)))
    .map((name) => ({
      rule: RULE,
      at: "ARCHITECTURE.md",
      message: `the floor table names ${name}, which is no package of this workspace.`,
      fix: "Remove the row or correct the name.",
    }));
}

/** A test may use its own package as a user would. */
const isOwnTest = ({ at, owner, target }: Edge) =>
  owner === target && /\.test(?:-helper|-d)?\.tsx?:/.test(at);

function pointsUp({ at, owner, target, verb }: Edge, floors: FloorTable): Finding[] {
  const from = floors.get(owner);
  const to = floors.get(target);
  if (from === undefined || to === undefined || to < from) return [];
  return [
    {
      rule: RULE,
      at,
      message: `${owner} (floor ${from}) ${verb} ${target} (floor ${to}); only lower floors may be used.`,
      fix:
        owner === target
          ? "Within a package, import by a relative path."
          : "Take what you need as an argument typed by a lower floor, or move the test that needs both to test/.",
    },
  ];
}
