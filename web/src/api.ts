// The one way to the server. Types come from services/openapi.yaml (api.gen.ts, made by the build).

import type { components, paths } from './api.gen';
import { language } from './i18n/language';
import { checksum } from './lib/checksum';
import { tabStorage } from './lib/storage';
import { signal } from './state/signal';

export type Schemas = components['schemas'];
export type Names = Schemas['Names'];
export type Need = Schemas['Need'];
export type Shift = Schemas['Shift'];
export type Centre = Schemas['Centre'];
export type Region = Schemas['Region'];
export type Me = Schemas['Me'];
export type Profile = Schemas['Profile'];
export type Placement = Schemas['Placement'];
export type InvitationDetail = Schemas['InvitationDetail'];
export type FieldProblem = { field: string; code: string; message: string };

type Method = 'get' | 'post' | 'patch' | 'delete';
type PathsWith<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, unknown>
    ? paths[P][M] extends undefined
      ? never
      : P
    : never;
}[keyof paths];
type Operation<P extends keyof paths, M extends Method> = paths[P][M];
type Parameters_<O, Where extends string> = O extends { parameters: infer Q }
  ? Where extends keyof Q
    ? NonNullable<Q[Where]>
    : undefined
  : undefined;
type Body<O> = O extends { requestBody: { content: { 'application/json': infer B } } } ? B : undefined;
type Success = 200 | 201 | 202;
type Answer<O> = O extends { responses: infer R }
  ? {
      [S in keyof R & Success]: R[S] extends { content: { 'application/json': infer J } } ? J : never;
    }[keyof R & Success]
  : never;

interface Options<O> {
  /** Values for the `{names}` in the path. */
  path?: Parameters_<O, 'path'>;
  query?: Parameters_<O, 'query'>;
  body?: Body<O>;
  /** The version that was read last; the server refuses with 412 if somebody was faster. */
  version?: number;
  signal?: AbortSignal;
}

/** What the server (or the lack of one) says. `fields` are by JSON pointer, in the caller's language. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    title: string,
    readonly fields: readonly FieldProblem[] = [],
    readonly detail: string | null = null,
    readonly rule: Schemas['BrokenRule'] | null = null,
  ) {
    super(title);
    this.name = 'Problem';
  }

  /** No answer at all: the network is away, or the server is. */
  get offline(): boolean {
    return this.status === 0;
  }
}

/** False from the first request that got no answer until one does. */
export const reachable = signal(true);
/** Called with 401 answers, so that the session state can forget who was signed in. */
export const onSignedOut: { call: (() => void) | null } = { call: null };

const retryableStatus = 503;
const attempts = 4;
const longestWaitMs = 8_000;

const sleep = (ms: number, stop?: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    stop?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(stop.reason);
    });
  });

/** 128 random bits; crypto.randomUUID is missing on plain http outside loopback. */
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join(
    '',
  );
}

/**
 * The keys under which the server knows a POST again. The same request sent twice because its answer was lost keeps its
 * key, so that it counts once; an answer ends the key's life. The tab keeps them over a reload, under a checksum of the
 * request: nothing that was typed stands there.
 */
const pendingKeys: Record<string, string> = tabStorage() ?? {};

function fill(path: string, values: Record<string, unknown> | undefined): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values?.[name] ?? '')));
}

function queryText(query: Record<string, unknown> | undefined): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') pairs.append(name, String(value));
  }
  const text = pairs.toString();
  return text === '' ? '' : `?${text}`;
}

async function problemOf(response: Response): Promise<Problem> {
  const said = (await response.json().catch(() => null)) as Schemas['Problem'] | null;
  if (!said || typeof said.code !== 'string')
    return new Problem(response.status, 'unreadable', response.statusText);
  return new Problem(
    response.status,
    said.code,
    said.title,
    said.errors ?? [],
    said.detail ?? null,
    said.rule ?? null,
  );
}

function waitMs(response: Response | null, attempt: number): number {
  const asked = Number(response?.headers.get('Retry-After') ?? Number.NaN) * 1000;
  const own = 300 * 2 ** attempt;
  return Math.min(Number.isFinite(asked) ? asked : own, longestWaitMs) + Math.random() * 200;
}

/** Sends until there is an answer that is not "busy"; a lost connection is retried for GET only. */
async function send(method: Method, url: string, options: Options<unknown>): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': language.peek() };
  const body = options.body === undefined ? undefined : JSON.stringify(options.body);
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`;
  const keyOf = `vahetus-post-${checksum(`${url}\n${body ?? ''}`)}`;
  if (method === 'post') {
    pendingKeys[keyOf] ??= randomKey();
    headers['Idempotency-Key'] = pendingKeys[keyOf];
  }
  for (let attempt = 0; ; attempt++) {
    let response: Response | null = null;
    try {
      response = await fetch(url, {
        method: method.toUpperCase(),
        headers,
        ...(body === undefined ? {} : { body }),
        ...(options.signal ? { signal: options.signal } : {}),
      });
    } catch (error) {
      if (options.signal?.aborted) throw error;
    }
    reachable.value = response !== null;
    const again = response === null ? method === 'get' : response.status === retryableStatus;
    if (again && attempt + 1 < attempts && navigator.onLine !== false) {
      await sleep(waitMs(response, attempt), options.signal);
      continue;
    }
    if (response === null) throw new Problem(0, 'offline', 'offline');
    if (response.status !== retryableStatus) delete pendingKeys[keyOf];
    return response;
  }
}

async function call<T>(method: Method, path: string, options: Options<unknown>): Promise<T> {
  const url = fill(path, options.path as never) + queryText(options.query as never);
  const response = await send(method, url, options);
  if (!response.ok) {
    if (response.status === 401) onSignedOut.call?.();
    throw await problemOf(response);
  }
  const text = response.status === 204 ? '' : await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

const verb =
  <M extends Method>(method: M) =>
  <P extends PathsWith<M>>(
    path: P,
    options: Options<Operation<P, M>> = {},
  ): Promise<Answer<Operation<P, M>>> =>
    call<Answer<Operation<P, M>>>(method, path, options as Options<unknown>);

export const api = {
  get: verb('get'),
  post: verb('post'),
  patch: verb('patch'),
  delete: verb('delete'),
};
