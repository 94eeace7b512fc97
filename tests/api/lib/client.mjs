// A caller with a cookie jar of its own. Every answer is judged against the OpenAPI document.
import assert from 'node:assert/strict';
import http from 'node:http';
import { judge, operations } from './contract.mjs';

let keys = 0;

export class Client {
  constructor(server, { language = 'en' } = {}) {
    this.server = server;
    this.language = language;
    this.cookies = new Map();
  }

  // call('getNeed', { id }, { query, body, ifMatch, key, headers, origin }) -> { status, headers, body, text }.
  // What is in `path` fills the template. A POST gets an Idempotency-Key of its own unless `key` is given (null: none).
  async call(operationId, path = {}, { query, body, ifMatch, key, headers = {}, origin, judged = true } = {}) {
    const operation = operations.get(operationId);
    if (!operation) throw new Error(`openapi.yaml has no operation ${operationId}`);
    const target = operation.template.replace(/\{(\w+)\}/g, (_, name) => {
      if (path[name] === undefined) throw new Error(`${operationId} needs {${name}}`);
      return encodeURIComponent(path[name]);
    });
    const search = query ? `?${new URLSearchParams(query)}` : '';
    const send = { 'accept-language': this.language, ...headers };
    if (operation.method !== 'GET') {
      if (origin !== null) send.origin = origin ?? this.server.url;
      if (operation.method === 'POST' && key !== null) send['idempotency-key'] = key ?? `test-${process.pid}-${++keys}`;
    }
    if (ifMatch !== undefined) send['if-match'] = typeof ifMatch === 'number' ? `"${ifMatch}"` : ifMatch;
    const answer = await this.request(operation.method, target + search, body, send);
    if (judged) judge(operationId, answer.status, answer.headers['content-type'], answer.text, answer.body);
    return answer;
  }

  // The request as it is; `body` may be an object, or text or bytes that go out untouched.
  request(method, target, body, headers = {}) {
    const payload = body === undefined ? undefined : typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const send = { ...headers };
    if (this.cookies.size) send.cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (payload !== undefined) {
      send['content-type'] ??= 'application/json';
      send['content-length'] = Buffer.byteLength(payload);
    } else if (method !== 'GET' && method !== 'HEAD') {
      send['content-length'] = 0;
    }
    return new Promise((resolve, reject) => {
      const request = http.request({ host: this.server.host, port: this.server.port, method, path: target, headers: send, agent: false }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          for (const line of response.headers['set-cookie'] ?? []) this.#keep(line);
          const isJson = /^application\/(problem\+)?json/.test(response.headers['content-type'] ?? '');
          resolve({ status: response.statusCode, headers: response.headers, text, body: isJson && text ? JSON.parse(text) : undefined });
        });
      });
      request.setTimeout(20_000, () => request.destroy(new Error(`${method} ${target} gave no answer in 20 s`)));
      request.on('error', reject);
      request.end(payload);
    });
  }

  #keep(line) {
    const [pair, ...attributes] = line.split(';');
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    if (value === '' || attributes.some((one) => /^\s*max-age=0\s*$/i.test(one))) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }

  async signIn(account) {
    const answer = await this.call('createSession', {}, { body: { email: account.email, password: account.password } });
    if (answer.status !== 201) throw new Error(`${account.email} cannot sign in: ${answer.status} ${answer.text}`);
    return this;
  }
}

/** The body of an answer that has to have this status. */
export async function ok(promise, status = 200) {
  const answer = await promise;
  assert.equal(answer.status, status, answer.text);
  return answer.body;
}
