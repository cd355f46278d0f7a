// Writes shared/api.d.ts from docs/openapi.json, which the server prints (`bellman openapi`). Without that file nothing is touched.
import { existsSync, writeFileSync } from 'node:fs';
import openapiTypescript, { astToString } from 'openapi-typescript';

const description = new URL('../../docs/openapi.json', import.meta.url);
const types = new URL('./api.d.ts', import.meta.url);

if (!existsSync(description)) {
  process.stderr.write('types: docs/openapi.json is not there, shared/api.d.ts stays as it is\n');
  process.exit(1);
}
const nodes = await openapiTypescript(description);
writeFileSync(types, `// Made by "npm run types" from docs/openapi.json. Do not edit.\n${astToString(nodes)}`);
