import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Microphone } from './lab-page.js';

let code: string | null = null;

/** `lab-page.ts` as a classic script that installs itself, for `addInitScript`. */
export function labPageScript(microphone: Microphone): string {
  code ??= compile();
  return `(() => {\n${code}\ninstallLab(${JSON.stringify(microphone)});\n})();`;
}

function compile(): string {
  const source = readFileSync(fileURLToPath(new URL('lab-page.ts', import.meta.url)), 'utf8');
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  return outputText.replaceAll(/^export /gm, '');
}
