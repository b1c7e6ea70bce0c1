/**
 * Serves each test file as one script, whatever it imports: a page that asks for three hundred modules, one by one, takes
 * longer to load than to test. All files of a folder are built at once, because they share most of what they import.
 */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { build } from 'esbuild';

/**
 * @param {{ root: string }} options
 * @returns {import('@web/dev-server-core').Plugin}
 */
export function bundlePlugin({ root }) {
  /** By folder. */
  const built = new Map();
  return {
    name: 'bundle',
    async serve({ path }) {
      if (!/^\/test\/.*\.test\.ts$/.test(path)) return undefined;
      const folder = dirname(path);
      if (!built.has(folder)) built.set(folder, bundle(root, folder));
      const body = (await built.get(folder)).get(path);
      return body === undefined ? undefined : { body, type: 'js' };
    },
  };
}

const isTest = (name) => name.endsWith('.test.ts');

async function bundle(root, folder) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: readdirSync(join(root, folder))
      .filter(isTest)
      .map((name) => `.${folder}/${name}`),
    outbase: '.',
    outdir: '.',
    write: false,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    // They double what a page loads; whoever looks into a failure wants the lines of the sources.
    sourcemap: process.env.CI ? false : 'inline',
    sourcesContent: false,
    conditions: ['development'],
    external: ['/__web-dev-server__*'],
    // Without it decorators and class fields are compiled in a way that Lit refuses.
    tsconfig: join(root, 'tsconfig.json'),
    plugins: [ownAddress(root)],
  });
  return new Map(
    outputFiles.map(({ path, contents }) => [
      `/${relative(root, path).replaceAll(sep, '/').replace(/\.js$/, '.ts')}`,
      Buffer.from(contents).toString('utf8'),
    ]),
  );
}

/** A module asks for a file beside itself, and not beside the script that it is part of. */
function ownAddress(root) {
  return {
    name: 'own-address',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]test[\\/].*\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const address = JSON.stringify(`/${relative(root, path).replaceAll(sep, '/')}`);
        const contents = text.replaceAll('import.meta.url', `new URL(${address}, location.origin).href`);
        return { contents, loader: 'ts' };
      });
    },
  };
}
