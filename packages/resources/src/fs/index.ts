export { localFiles } from "./local-files.ts";
export { type LocalFilesConfig, localFilesConfigSchema } from "./local-files-config.ts";
export { type LocalStorageOptions, openLocalStorage } from "./open-local-storage.ts";
