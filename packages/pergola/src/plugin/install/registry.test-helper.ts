import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A package to publish: its `package.json` and its other files. */
export interface Published {
  readonly manifest: { readonly name: string; readonly version: string } & Readonly<Record<string, unknown>>;
  readonly files?: Readonly<Record<string, string>>;
  /** What its own package.json says, where the registry says something else. */
  readonly inside?: Readonly<Record<string, unknown>>;
}

/** A folder that goes when the test ends. */
export function tempFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "pergola-plugin-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** Packs a package as `npm pack` does: everything below a folder `package`. @returns the path of the .tgz */
export function packed({ manifest, files = {}, inside = manifest }: Published): string {
  const all = { "package.json": JSON.stringify(inside), ...files };
  const folder = tempFolder(
    Object.fromEntries(Object.entries(all).map(([path, content]) => [`package/${path}`, content])),
  );
  const file = join(folder, `${manifest.name.replace(/^@/, "").replace("/", "-")}-${manifest.version}.tgz`);
  execFileSync("tar", ["-czf", file, "-C", folder, "package"]);
  return file;
}

/** How a registry on this machine answers, and who asked it. */
export interface Registry {
  readonly url: string;
  readonly asked: readonly string[];
  /** Resolves when somebody waits for the files of a silent package, with what resolves when they have gone. */
  readonly waiting: Promise<{ readonly gone: Promise<void> }>;
}

/** How a registry misbehaves. */
export interface RegistryOptions {
  /** Packages of which it never sends the files. */
  readonly silent?: readonly string[];
}

/** A registry that has these packages and nothing else. */
export async function startRegistry(
  packages: readonly Published[],
  { silent = [] }: RegistryOptions = {},
): Promise<Registry> {
  const asked: string[] = [];
  const { promise: waiting, resolve: onWaiting } = Promise.withResolvers<{ readonly gone: Promise<void> }>();
  const tarballs = new Map(packages.map((each) => [fileOf(each), readFileSync(packed(each))]));
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "").slice(1);
    asked.push(path);
    const tarball = tarballs.get(path);
    const versions = packages.filter(({ manifest }) => manifest.name === path);
    if (tarball !== undefined && silent.some((name) => path.startsWith(name)))
      return onWaiting({ gone: new Promise((resolve) => request.socket.once("close", () => resolve())) });
    if (tarball !== undefined) response.end(tarball);
    else if (versions.length > 0) response.end(JSON.stringify(packument(versions)));
    else response.writeHead(404).end("{}");
  });
  const packument = (versions: readonly Published[]) => ({
    name: versions[0]?.manifest.name,
    "dist-tags": { latest: versions.at(-1)?.manifest.version },
    versions: Object.fromEntries(
      versions.map((each) => [
        each.manifest.version,
        {
          ...each.manifest,
          dist: { tarball: `${url}/${fileOf(each)}`, integrity: integrityOf(tarballs.get(fileOf(each))) },
        },
      ]),
    ),
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url, asked, waiting };
}

const fileOf = ({ manifest: { name, version } }: Published) => `${name}/-/${version}.tgz`;

/** The pin of the files of a package. */
export const integrityOf = (content: Uint8Array = new Uint8Array()) =>
  `sha512-${createHash("sha512").update(content).digest("base64")}`;

/** A plugin with one model, which writes a file when its scripts or its code run. */
export function plugin(name: string, version: string, ran: string, changed: object = {}): Published {
  const write = `require("node:fs").appendFileSync(${JSON.stringify(ran)}, "ran ")`;
  const script = `node -e '${write}'`;
  return {
    manifest: {
      name,
      version,
      main: "./index.js",
      scripts: { preinstall: script, install: script, postinstall: script, prepare: script },
      pergola: {
        category: "llm",
        provider: name.replace(/^.*\//, ""),
        entry: "./index.js#provider",
        engines: { pergola: ">=0.0.0" },
      },
      ...changed,
    },
    files: { "index.js": `${write}; exports.provider = {};` },
  };
}
