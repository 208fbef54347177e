import { resourceErrors } from "../errors.ts";

/** A read of a file that its user does not have. */
export const fileNotFound = (path: string) =>
  resourceErrors.create("FILE_NOT_FOUND", {
    message: `This user has no file ${JSON.stringify(path)}.`,
    hint: "list(scope) names the files that exist.",
  });
