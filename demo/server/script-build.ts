/** `/sdk.min.js` as a vendor would host it: built by the project's own configuration, kept in memory. */
import { join } from 'node:path';
import { build, type FSWatcher } from 'vite';

/** The watcher tells of changed sources: then the next request builds anew. */
export function createScriptBuild(projectFolder: string, watcher: FSWatcher): () => Promise<string> {
  let built: Promise<string> | null = null;
  watcher.add(join(projectFolder, 'src'));
  watcher.on('all', () => {
    built = null;
  });
  return () => (built ??= buildScript(projectFolder));
}

async function buildScript(projectFolder: string): Promise<string> {
  // The pages' own server runs in the same process and has set this to `development`, which would get Lit's slow half.
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    return await buildForProduction(projectFolder);
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}

async function buildForProduction(projectFolder: string): Promise<string> {
  const result = await build({
    root: projectFolder,
    configFile: join(projectFolder, 'vite.config.ts'),
    mode: 'script',
    logLevel: 'error',
    build: { write: false },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((item) => ('output' in item ? item.output : []));
  const chunk = outputs.find((item) => item.type === 'chunk');
  if (!chunk) throw new Error('the build made no script');
  return chunk.code;
}
