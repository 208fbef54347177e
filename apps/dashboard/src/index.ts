export { assetsDirectory } from "./assets-directory.ts";
