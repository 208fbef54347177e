import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Clock, systemClock } from "@pergola/core";
import { afterAll, describe, expect, it } from "vitest";
import { type FileSignatures, signaturesOf } from "./file-signatures.ts";
import { FileWatcher } from "./file-watcher.ts";

const made: string[] = [];
afterAll(() => Promise.all(made.map((directory) => rm(directory, { recursive: true, force: true }))));

async function folder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "pergola-watch-"));
  made.push(directory);
  return directory;
}

/** A watcher of these files; `change()` waits for the next time that they have changed. */
function watching(paths: readonly string[], clock: Clock = systemClock) {
  const calls: FileSignatures[] = [];
  let next = Promise.withResolvers<void>();
  let running = 0;
  let most = 0;
  let work: () => Promise<void> = async () => undefined;
  const watcher = new FileWatcher({
    seen: signaturesOf(paths),
    clock,
    onChange: async () => {
      calls.push(signaturesOf(paths));
      most = Math.max(most, ++running);
      next.resolve();
      next = Promise.withResolvers();
      await work();
      running--;
      return signaturesOf(paths);
    },
  });
  return {
    watcher,
    calls,
    change: () => next.promise,
    most: () => most,
    during: (during: () => Promise<void>) => {
      work = during;
    },
    [Symbol.asyncDispose]: () => watcher.close(),
  };
}

/** Time that goes on only by waits, each of which ends when `onTick` has. */
function stepped(onTick: (tick: number) => Promise<void>): Clock {
  let ticks = 0;
  let now = 0;
  return {
    now: () => now,
    monotonic: () => now,
    setTimer(delayMs, onTime) {
      now += delayMs;
      void onTick(++ticks).then(onTime);
      return () => undefined;
    },
  };
}

/** How much this process is told of by the system. */
async function heardPlaces(): Promise<number> {
  const names = await readdir("/proc/self/fdinfo");
  const infos = await Promise.all(
    names.map((name) => readFile(`/proc/self/fdinfo/${name}`, "utf8").catch(() => "")),
  );
  return infos.join("\n").match(/^inotify wd:/gm)?.length ?? 0;
}

describe("a watched file", () => {
  it("that is written is told of", async () => {
    const file = join(await folder(), "a.yaml");
    await writeFile(file, "1");
    await using watched = watching([file]);
    const change = watched.change();
    await writeFile(file, "22");
    await change;
    expect(watched.calls).toHaveLength(1);
  });

  it("that is replaced by another one, again and again, is told of each time", async () => {
    const file = join(await folder(), "a.yaml");
    await writeFile(file, "0");
    await using watched = watching([file]);
    for (let save = 1; save <= 5; save++) {
      const change = watched.change();
      await writeFile(`${file}.tmp`, String(save));
      await rename(`${file}.tmp`, file);
      await change;
    }
    expect(watched.calls).toHaveLength(5);
  });

  it("that is saved several times in a row is told of when it has come to rest", async () => {
    const file = join(await folder(), "a.yaml");
    await writeFile(file, "");
    const time = stepped(async (tick) => {
      if (tick <= 10) await writeFile(file, "x".repeat(tick));
    });
    await using watched = watching([file], time);
    const change = watched.change();
    await writeFile(file, "a first save");
    await change;
    expect(watched.calls).toEqual([signaturesOf([file])]);
    expect(await readFile(file, "utf8")).toBe("x".repeat(10));
  });

  it("that was not there is told of when it is", async () => {
    const directory = await folder();
    const file = join(directory, "a.yaml");
    await using watched = watching([join(directory, "b.yaml"), file]);
    const change = watched.change();
    await writeFile(file, "1");
    await change;
    expect(watched.calls[0]?.get(file)).toBeTypeOf("string");
  });

  it("that is away for a moment is told of when it is back, and not in between", async () => {
    const file = join(await folder(), "a.yaml");
    await writeFile(file, "1");
    const time = stepped(async (tick) => {
      if (tick === 5) await writeFile(file, "2");
    });
    await using watched = watching([file], time);
    const change = watched.change();
    await unlink(file);
    await change;
    expect(watched.calls).toHaveLength(1);
    expect(watched.calls[0]?.get(file)).toBeTypeOf("string");
    expect(time.monotonic()).toBeLessThan(1_000);
  });

  it("that is away for good is told of, too", async () => {
    const file = join(await folder(), "a.yaml");
    await writeFile(file, "1");
    const time = stepped(async () => undefined);
    await using watched = watching([file], time);
    const change = watched.change();
    await unlink(file);
    await change;
    expect(watched.calls[0]?.get(file)).toBeUndefined();
    expect(time.monotonic()).toBeGreaterThanOrEqual(1_000);
  });

  it("that changes while it is read is read again, and never twice at once", async () => {
    const file = join(await folder(), "a.yaml");
    await writeFile(file, "1");
    const paths = [file];
    let reads = 0;
    const done = Promise.withResolvers<void>();
    const watcher = new FileWatcher({
      seen: signaturesOf(paths),
      clock: systemClock,
      onChange: async () => {
        const now = signaturesOf(paths);
        reads++;
        if (reads === 1) await writeFile(file, "changed while it is read");
        else done.resolve();
        return now;
      },
    });
    await writeFile(file, "2");
    await done.promise;
    await watcher.close();
    expect(reads).toBe(2);
  });

  it("of a mounted directory is told of when the link beside it is turned", async () => {
    const directory = await folder();
    for (const version of ["..1", "..2"]) {
      await mkdir(join(directory, version));
      await writeFile(join(directory, version, "a.yaml"), version);
    }
    await symlink("..1", join(directory, "..data"));
    await symlink("..data/a.yaml", join(directory, "a.yaml"));
    await using watched = watching([join(directory, "a.yaml")]);
    const change = watched.change();
    await symlink("..2", join(directory, "..next"));
    await rename(join(directory, "..next"), join(directory, "..data"));
    await change;
    expect(watched.calls).toHaveLength(1);
  });

  it("whose directory is taken away and comes back is told of", async () => {
    const directory = join(await folder(), "inner");
    const file = join(directory, "a.yaml");
    await mkdir(directory);
    await writeFile(file, "1");
    await using watched = watching([file]);
    const change = watched.change();
    await rm(directory, { recursive: true });
    await change;
    const back = watched.change();
    await mkdir(directory);
    await writeFile(file, "2");
    await back;
    expect(watched.calls.at(-1)?.get(file)).toBeTypeOf("string");
  });
});

describe("a watcher", () => {
  it("goes on when a file has become a link that leads nowhere but to itself", async () => {
    const file = join(await folder(), "a.yaml");
    await writeFile(file, "1");
    await using watched = watching([file]);
    const circle = watched.change();
    await unlink(file);
    await symlink(file, file);
    await circle;
    const back = watched.change();
    await unlink(file);
    await writeFile(file, "2");
    await back;
    expect(watched.calls).toHaveLength(2);
  });

  it("says nothing of other files, and of the same content touched by nobody", async () => {
    const directory = await folder();
    const file = join(directory, "a.yaml");
    await writeFile(file, "1");
    await using watched = watching([file]);
    const change = watched.change();
    for (let other = 0; other < 10; other++) await writeFile(join(directory, `b${other}`), "x");
    await writeFile(file, "2");
    await change;
    expect(watched.calls).toHaveLength(1);
  });

  it("that is closed waits for what is under way, and hears of nothing more", async () => {
    const file = join(await folder(), "a.yaml");
    await writeFile(file, "1");
    const watched = watching([file]);
    const { promise, resolve } = Promise.withResolvers<void>();
    watched.during(() => promise);
    const change = watched.change();
    await writeFile(file, "2");
    await change;
    let isClosed = false;
    const closing = watched.watcher.close().then(() => {
      isClosed = true;
    });
    await new Promise((done) => setImmediate(done));
    expect(isClosed).toBe(false);
    resolve();
    await closing;
    await writeFile(file, "3");
    await watched.watcher.close();
    expect(watched.calls).toHaveLength(1);
  });

  it.runIf(process.platform === "linux")(
    "that is closed leaves nothing open, and keeps no process alive",
    async () => {
      const file = join(await folder(), "a.yaml");
      await writeFile(file, "1");
      const before = await heardPlaces();
      const watched = watching([file, join(await folder(), "b.yaml")]);
      await new Promise((done) => setImmediate(done));
      expect(await heardPlaces()).toBe(before + 2);
      expect(process.getActiveResourcesInfo().filter((kind) => /FSEvent|Stat/i.test(kind))).toEqual([]);
      await watched.watcher.close();
      expect(await heardPlaces()).toBe(before);
    },
  );
});
