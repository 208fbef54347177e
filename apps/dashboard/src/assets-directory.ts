import { fileURLToPath } from "node:url";

/**
 * Absolute path of the folder with the built page (`index.html`, scripts, styles): what a server serves at `/`.
 * It is the same folder from the source and from the built package; it exists after the package's build.
 */
export const assetsDirectory: string = fileURLToPath(new URL("../dist/app/", import.meta.url));
