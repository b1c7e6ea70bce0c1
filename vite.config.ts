/**
 * Two builds into dist/:
 *
 *   vite build                 ES modules and types for bundlers: `.`, `./define.js`, `./sdk`. Dependencies stay imports,
 *                              so that the host's bundler shares one copy with the rest of its page.
 *   vite build --mode script   sdk.min.js, a classic script with everything in it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

const root = import.meta.dirname;
const manifest = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};
const dependencies = Object.keys(manifest.dependencies);

const isDependency = (id: string) => dependencies.some((name) => id === name || id.startsWith(`${name}/`));

/** Browsers of 2022 and later: what ECMAScript 2022 needs and WebRTC has long had. */
const target = 'es2022';

const modules: UserConfig = {
  build: {
    target,
    minify: false,
    sourcemap: true,
    emptyOutDir: true,
    rolldownOptions: {
      input: Object.fromEntries(
        ['index', 'define', 'sdk', 'testing', 'notification-worker']
          .map((name) => [name, resolve(root, `src/${name}.ts`)] as const)
          .filter(([, file]) => existsSync(file)),
      ),
      external: isDependency,
      preserveEntrySignatures: 'strict',
      output: {
        format: 'es',
        // File by file as in src. In shared chunks the effects of define.ts would move to a file that package.json's
        // `sideEffects` does not name, and the host's bundler would drop them.
        preserveModules: true,
        preserveModulesRoot: resolve(root, 'src'),
        entryFileNames: ({ name }) => `${name.replace(/^_virtual\/.*\//, 'helpers/')}.js`,
      },
    },
  },
  plugins: [types()],
};

const script: UserConfig = {
  build: {
    target,
    emptyOutDir: false,
    rolldownOptions: {
      input: 'virtual:script',
      output: { format: 'iife', entryFileNames: 'sdk.min.js' },
    },
  },
  plugins: [scriptEntry(), withoutSipDefaults(), smallTemplates()],
};

export default defineConfig(({ mode }) => ({
  root,
  ...(mode === 'script' ? script : modules),
  logLevel: 'warn',
}));

/**
 * The script has no exports: src/sdk.ts puts what a page may use on `window` itself, and nothing else gets there.
 * (Were package.json's `sideEffects` to miss src/sdk.ts or src/define.ts, this import would be dropped without a word;
 * test/package loads the built file to see that it was not.)
 */
function scriptEntry(): Plugin {
  const name = 'virtual:script';
  return {
    name: 'script-entry',
    resolveId: (id) => (id === name ? id : undefined),
    load: (id) => (id === name ? `import ${JSON.stringify(resolve(root, 'src/sdk.ts'))};` : undefined),
  };
}

/**
 * SIP.js names its own transport and media as defaults of its user agent. We bring both ourselves (src/sip), so that
 * 25 kB of the script would never run; nor would what subscribes (SUBSCRIBE, RFC 6665): the NOTIFYs of a REFER come in
 * the call's own dialog. Whoever reaches for them finds nothing, which the end-to-end tests would notice.
 */
function withoutSipDefaults(): Plugin {
  const name = 'virtual:sip-default';
  const stub = `export class Transport {} export class SubscribeUserAgentClient {}
    export function defaultSessionDescriptionHandlerFactory() { return undefined; }`;
  return {
    name: 'without-sip-defaults',
    enforce: 'pre',
    resolveId(id, importer) {
      const isDefault =
        /platform\/web\/(session-description-handler|transport)\/[\w-]+\.js$/.test(id) &&
        importer?.endsWith('sip.js/lib/api/user-agent.js');
      const subscribes =
        id.endsWith('/subscribe-user-agent-client.js') && importer?.endsWith('/user-agent-core/user-agent-core.js');
      return isDefault || subscribes ? name : undefined;
    },
    load: (id) => (id === name ? stub : undefined),
  };
}

/**
 * Templates stand in text that no minifier touches. Of style sheets, comments and the blanks that CSS does not need go
 * here; of markup, the indentation: one blank is to HTML what many are (no element of ours shows its text as `pre`).
 */
function smallTemplates(): Plugin {
  return {
    name: 'small-templates',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('/src/elements/')) return null;
      const small = code
        .replace(/\bcss`([^`]*)`/g, (_, text: string) => `css\`${smallStyle(text)}\``)
        .replace(/\n\s+/g, '\n');
      return small === code ? null : { code: small, map: null };
    },
  };
}

function smallStyle(text: string): string {
  return text
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: (?=[^{}]*[;}])/g, ':')
    .replace(/;}/g, '}')
    .trim();
}

/** Types by the compiler itself: what it accepts is what a page's own compiler sees. */
function types(): Plugin {
  return {
    name: 'types',
    apply: 'build',
    closeBundle() {
      const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
      const { status } = spawnSync(process.execPath, [tsc, '-p', resolve(root, 'tsconfig.build.json')], {
        stdio: 'inherit',
      });
      if (status !== 0) throw new Error('The types could not be written.');
    },
  };
}
