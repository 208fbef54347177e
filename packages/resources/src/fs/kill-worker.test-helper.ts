// A process of its own: writes over two files without end, one of them in pieces, and tells of each write that was done.
// Arguments: the folder of the storage.
import { writeSync } from "node:fs";
import { openLocalStorage } from "@pergola/resources/fs";

const [, , basePath = ""] = process.argv;
const ada = { tenantId: "tenant", agentId: "agent", userId: "ada" };
const storage = await openLocalStorage({ basePath });

/** One digit over and over: a file that is anything else is a mix. */
const textOf = (serial: number) => String(serial % 10).repeat(200_000);

async function* piecesOf(text: string) {
  for (let start = 0; start < text.length; start += 10_000) yield text.slice(start, start + 10_000);
}

async function work(path: string): Promise<never> {
  for (let serial = 0; ; serial++) {
    const text = textOf(serial);
    await (path === "a.txt"
      ? storage.write(ada, path, text)
      : storage.writeStream(ada, path, piecesOf(text)));
    writeSync(1, `${path} ${serial % 10}\n`);
  }
}

await Promise.all([work("a.txt"), work("b/c.txt")]);
