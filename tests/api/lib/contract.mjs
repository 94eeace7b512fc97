// The OpenAPI document as a judge: every answer that a test gets is held against it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const path = fileURLToPath(new URL('../../../services/openapi.yaml', import.meta.url));
export const document = parse(readFileSync(path, 'utf8'));

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema({ ...document, $id: 'openapi' });

// operationId -> { method, path, policy, ... } as the document has it.
export const operations = new Map();
for (const [template, item] of Object.entries(document.paths)) {
  for (const method of ['get', 'post', 'put', 'patch', 'delete']) {
    const operation = item[method];
    if (operation) operations.set(operation.operationId, { ...operation, method: method.toUpperCase(), template });
  }
}

const resolve = (node) => (node?.$ref ? node.$ref.slice(2).split('/').reduce((at, key) => at[key], document) : node);

const compiled = new Map();
function validatorFor(operationId, status, type) {
  const key = `${operationId} ${status} ${type}`;
  if (!compiled.has(key)) {
    const { method, template, responses } = operations.get(operationId);
    const name = [String(status), `${String(status)[0]}XX`, 'default'].find((one) => responses[one]);
    let validate = null;
    if (name) {
      const media = resolve(responses[name]).content?.[type];
      if (media?.schema) {
        const escape = (part) => part.replaceAll('~', '~0').replaceAll('/', '~1');
        const pointer = responses[name].$ref
          ? `${responses[name].$ref}/content/${escape(type)}/schema`
          : `#/paths/${escape(template)}/${method.toLowerCase()}/responses/${name}/content/${escape(type)}/schema`;
        validate = ajv.compile({ $ref: `openapi${pointer}` });
      } else if (!resolve(responses[name]).content) {
        validate = 'empty';
      }
    }
    compiled.set(key, { documented: Boolean(name), validate });
  }
  return compiled.get(key);
}

// Throws with every difference between the answer and the document.
export function judge(operationId, status, contentType, text, body) {
  const type = (contentType ?? '').split(';')[0].trim();
  const where = `${operationId} ${status} ${type || 'without a body'}`;
  if (status >= 500) return; // a fault is no part of any operation's contract
  const { documented, validate } = validatorFor(operationId, status, type);
  if (!documented) throw new Error(`${where}: this status is not in openapi.yaml. The answer was ${text.slice(0, 400)}`);
  if (validate === 'empty') {
    if (text !== '') throw new Error(`${where}: openapi.yaml promises no body, but there is one: ${text.slice(0, 400)}`);
  } else if (validate === null) {
    throw new Error(`${where}: this content type is not in openapi.yaml. The answer was ${text.slice(0, 400)}`);
  } else if (body !== undefined && !validate(body)) {
    const lines = validate.errors.slice(0, 8).map((one) => `  ${one.instancePath || '/'} ${one.message} ${JSON.stringify(one.params)}`);
    throw new Error(`${where}: the answer differs from openapi.yaml\n${lines.join('\n')}\n  ${text.slice(0, 600)}`);
  }
}
