import { expect, it } from "vitest";
import { pathsOf, piecesOf, scopeOf, textAt } from "./samples.ts";
import type { StorageSubject } from "./storage-subject.ts";

export function streamTests({ create }: StorageSubject): void {
  const ada = scopeOf();

  it("reads and writes in pieces what it reads and writes at once", async () => {
    await using storage = await create();
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
    await storage.writeStream(
      ada,
      "a.txt",
      piecesOf<Uint8Array | string>(bytes.slice(0, 100_000), "é", bytes.slice(100_000)),
    );
    const pieces: number[] = [];
    let count = 0;
    for await (const piece of storage.readStream(ada, "a.txt")) {
      count += 1;
      for (const byte of piece) pieces.push(byte);
    }
    expect(count).toBeGreaterThan(1);
    expect(pieces).toEqual([...bytes.slice(0, 100_000), 0xc3, 0xa9, ...bytes.slice(100_000)]);
    expect(await storage.read(ada, "a.txt")).toEqual(Uint8Array.from(pieces));
  });

  it("shows nothing of a file before its last piece", async () => {
    await using storage = await create();
    await storage.write(ada, "a.txt", "old");
    const seen: string[] = [];
    async function* source() {
      yield "new";
      seen.push(await textAt(storage, ada, "a.txt"), ...pathsOf(await storage.list(ada)));
      yield "er";
    }
    await storage.writeStream(ada, "a.txt", source());
    expect(seen).toEqual(["old", "a.txt"]);
    expect(await textAt(storage, ada, "a.txt")).toBe("newer");
  });

  it("leaves everything as it was when the source fails", async () => {
    await using storage = await create();
    await storage.write(ada, "a.txt", "old");
    async function* source() {
      yield "new";
      throw new Error("the source broke");
    }
    await expect(storage.writeStream(ada, "a.txt", source())).rejects.toThrow("the source broke");
    await expect(storage.writeStream(ada, "b.txt", source())).rejects.toThrow("the source broke");
    expect(await textAt(storage, ada, "a.txt")).toBe("old");
    expect(pathsOf(await storage.list(ada))).toEqual(["a.txt"]);
  });

  it("reads on from the file that it began with when another one takes its place", async () => {
    await using storage = await create();
    await storage.write(ada, "a.txt", "1".repeat(200_000));
    let text = "";
    for await (const piece of storage.readStream(ada, "a.txt")) {
      if (text === "") await storage.write(ada, "a.txt", "2".repeat(200_000));
      text += new TextDecoder().decode(piece);
    }
    expect(text).toBe("1".repeat(200_000));
  });

  it("opens nothing before the first piece is asked for, and can be left early", async () => {
    await using storage = await create();
    const reading = storage.readStream(ada, "a.txt");
    await storage.write(ada, "a.txt", "1".repeat(200_000));
    for await (const _ of reading) break;
    expect(await storage.delete(ada, "a.txt")).toBe(true);
    const missing = storage.readStream(ada, "a.txt")[Symbol.asyncIterator]();
    await expect(missing.next()).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  });

  it("tells the source to end when it is left early", async () => {
    await using storage = await create();
    let isEnded = false;
    async function* source() {
      try {
        while (true) yield "x".repeat(100_000);
      } finally {
        isEnded = true;
      }
    }
    const controller = new AbortController();
    async function* counted() {
      let pieces = 0;
      for await (const piece of source()) {
        if (++pieces === 3) controller.abort(new Error("enough"));
        yield piece;
      }
    }
    const written = storage.writeStream(ada, "a.txt", counted(), { signal: controller.signal });
    await expect(written).rejects.toThrow("enough");
    await new Promise(setImmediate);
    expect(isEnded).toBe(true);
    expect(await storage.list(ada)).toEqual([]);
  });
}
