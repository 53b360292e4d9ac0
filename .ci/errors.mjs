// Validates many workbooks in one process: errors.mjs VALIDATOR <paths, one a line >JSON, path -> [[part, text], ...].
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { default: validate } = await import(pathToFileURL(process.argv[2]));
const found = {};
for (const path of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  try {
    const errors = await validate(readFileSync(path), "xlsx");
    found[path] = errors.map((error) => [error.path.partUri, error.description]);
  } catch (error) {
    found[path] = [["", String(error.message).split("\n")[0]]]; // a package that the SDK does not open
  }
}
process.stdout.write(JSON.stringify(found), () => process.exit(0)); // the runtime inside would wait for ever
