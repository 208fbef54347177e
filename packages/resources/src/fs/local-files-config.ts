import { z } from "zod";
import { lazySchema } from "../lazy-schema.ts";

export const DEFAULT_EXTENSIONS: readonly string[] = [
  ".txt",
  ".json",
  ".csv",
  ".md",
  ".yaml",
  ".yml",
  ".log",
];

const bytes = () => z.int().min(1);

const extension = () =>
  z
    .string()
    .regex(/^(?:\*|\.[^./\\\s~]+)$/, 'An extension begins with a dot, for example ".pdf"; "*" is any.');

/** Config of the provider `storage/local`. */
export const localFilesConfigSchema = lazySchema(() =>
  z.strictObject({
    basePath: z.string().min(1).optional().describe('The folder of all files. Default "./agent_files".'),
    createDirs: z
      .boolean()
      .optional()
      .describe("Whether the first write makes that folder when it is missing. Default true."),
    maxFileBytes: bytes().optional().describe("Most bytes of one file. Default 10 MiB."),
    allowedExtensions: z
      .array(extension())
      .min(1)
      .optional()
      .describe(`Endings of the files that are taken; "*" for any. Default ${DEFAULT_EXTENSIONS.join(" ")}.`),
    backupOnOverwrite: z
      .boolean()
      .optional()
      .describe("Whether what a file held before is kept when it is written over. Default true."),
    maxBackupsPerFile: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe("Most earlier versions of one file that are kept. Default 3."),
    quota: z
      .strictObject({
        userBytes: bytes()
          .optional()
          .describe("Most bytes of one user with one agent, backups included. Default 1 GiB."),
        userFiles: z
          .int()
          .min(1)
          .optional()
          .describe("Most files of one user with one agent. Default 10 000."),
        tenantBytes: bytes()
          .optional()
          .describe("Most bytes of a tenant, backups included. Default: no limit."),
      })
      .optional()
      .describe("How much may be stored."),
  }),
);

export type LocalFilesConfig = z.infer<typeof localFilesConfigSchema>;
