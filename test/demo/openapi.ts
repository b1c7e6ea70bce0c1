/** `docs/openapi.yaml`, read, and what it says of one answer. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { problemsOf, resolve, type Schema } from './json-schema.js';

interface Content {
  readonly content?: Readonly<
    Record<string, { schema: Schema; example?: unknown; examples?: Record<string, { value: unknown }> }>
  >;
}

export interface Operation {
  readonly operationId: string;
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content & { readonly $ref?: string }>>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export const openapi = parse(readFileSync(join(import.meta.dirname, '../../docs/openapi.yaml'), 'utf8')) as Document;

/** Every operation: `PUT`, `/api/…/{call_id}/note`. */
export const operations = Object.entries(openapi.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);

/** A body that the document has, request or response, with its schema and examples. */
export function contentOf(holder: (Content & { readonly $ref?: string }) | undefined) {
  const found = holder?.$ref === undefined ? holder : (resolve(holder.$ref, openapi) as Content);
  const json = found?.content?.['application/json'];
  if (!json) return null;
  const examples = Object.values(json.examples ?? {}).map(({ value }) => value);
  return { schema: json.schema, examples: json.example === undefined ? examples : [json.example, ...examples] };
}

/** What is wrong with an answer, by the document. */
export function problemsWith(method: string, path: string, status: number, body: unknown): readonly string[] {
  const found = operations.find((each) => each.method === method && matches(each.path, path));
  if (!found) return [`${method} ${path} is not in the document`];
  const content = contentOf(found.operation.responses[String(status)]);
  if (!content) return [`${method} ${found.path} has no response ${status} in the document`];
  return problemsOf(content.schema, body, openapi);
}

function matches(template: string, path: string): boolean {
  const [wanted, given] = [template.split('/'), path.split('/')];
  return wanted.length === given.length && wanted.every((part, index) => part.startsWith('{') || part === given[index]);
}
