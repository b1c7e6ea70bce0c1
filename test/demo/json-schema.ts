/** JSON Schema (2020-12), as far as `docs/openapi.yaml` uses it. A keyword that is not known here is an error. */

export type Schema = Readonly<Record<string, unknown>>;

const annotations = new Set(['description', 'default', 'example', 'examples', 'title']);

/** What is wrong with a value, each problem with its place; `root` is where `$ref` leads to. Fields that no schema names are wrong too. */
export function problemsOf(schema: Schema, value: unknown, root: unknown, at = '$'): readonly string[] {
  const known = new Set<string>();
  const problems = check(schema, value, root, at, known);
  const names = isObject(value) && known.size > 0 ? Object.keys(value) : [];
  return [...problems, ...names.filter((name) => !known.has(name)).map((name) => `${at}.${name} is in no schema`)];
}

function check(schema: Schema, value: unknown, root: unknown, at: string, known: Set<string>): readonly string[] {
  return Object.entries(schema).flatMap(([keyword, rule]): readonly string[] => {
    const fails = (holds: boolean) => (holds ? [] : [`${at} breaks ${keyword}: ${JSON.stringify(rule)}`]);
    switch (keyword) {
      case '$ref':
        return check(resolve(rule as string, root), value, root, at, known);
      case 'type':
        return fails([rule].flat().some((type) => isOfType(value, type as string)));
      case 'const':
        return fails(value === rule);
      case 'enum':
        return fails((rule as unknown[]).includes(value));
      case 'required':
        return isObject(value)
          ? (rule as string[]).filter((name) => !Object.hasOwn(value, name)).map((name) => `${at}.${name} is missing`)
          : [];
      case 'properties':
        return Object.entries(rule as Record<string, Schema>).flatMap(([name, each]) => {
          known.add(name);
          return isObject(value) && Object.hasOwn(value, name)
            ? problemsOf(each, value[name], root, `${at}.${name}`)
            : [];
        });
      case 'items':
        return Array.isArray(value)
          ? value.flatMap((item, index) => problemsOf(rule as Schema, item, root, `${at}[${index}]`))
          : [];
      case 'anyOf':
        return fails((rule as Schema[]).some((each) => check(each, value, root, at, known).length === 0));
      case 'minimum':
        return fails(typeof value !== 'number' || value >= (rule as number));
      case 'maximum':
        return fails(typeof value !== 'number' || value <= (rule as number));
      case 'minLength':
        return fails(typeof value !== 'string' || [...value].length >= (rule as number));
      case 'maxLength':
        return fails(typeof value !== 'string' || [...value].length <= (rule as number));
      case 'minItems':
        return fails(!Array.isArray(value) || value.length >= (rule as number));
      case 'maxItems':
        return fails(!Array.isArray(value) || value.length <= (rule as number));
      case 'pattern':
        return fails(typeof value !== 'string' || new RegExp(rule as string, 'u').test(value));
      case 'format':
        return fails(typeof value !== 'string' || isFormatted(value, rule as string));
      default:
        if (annotations.has(keyword)) return [];
        throw new Error(`${keyword} is a keyword that nothing here checks`);
    }
  });
}

/** `#/components/schemas/Time` */
export function resolve(ref: string, root: unknown): Schema {
  const keys = ref.replace(/^#\//, '').split('/');
  const found = keys.reduce((value, key) => (isObject(value) ? value[key] : undefined), root);
  if (!ref.startsWith('#/') || !isObject(found)) throw new Error(`${ref} leads nowhere`);
  return found;
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type;
    default:
      throw new Error(`${type} is no type`);
  }
}

function isFormatted(value: string, format: string): boolean {
  if (format === 'uri') return URL.canParse(value);
  if (format !== 'date-time') throw new Error(`${format} is a format that nothing here checks`);
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) && !Number.isNaN(Date.parse(value));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
