/** Thread that sets letters with Typst: one message in, one PDF out. Compiling blocks, so it never runs in the main thread. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort } from 'node:worker_threads';
import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler';
import { readFontCoverage } from './font-coverage.ts';
import type { RenderRequest } from './render-request.ts';
import { ContentFault } from './sound-content.ts';
import { typstInput } from './typst-input.ts';
import { markAsUniversallyAccessible } from './ua-mark.ts';

export type WorkerRequest = { id: number; request: RenderRequest };
export type WorkerReply =
  | { id: number; ok: true; pdf: Uint8Array<ArrayBuffer>; pages: number }
  | { id: number; ok: false; message: string; /** The message is one for whoever wrote the letter. */ clear: boolean };

const LAYOUTS = fileURLToPath(new URL('./layouts', import.meta.url));
const WEIGHTS = ['400Regular', '400Regular_Italic', '600SemiBold', '600SemiBold_Italic', '700Bold', '700Bold_Italic'];
const FONTS = WEIGHTS.map((weight) =>
  readFileSync(
    fileURLToPath(import.meta.resolve(`@expo-google-fonts/source-sans-3/${weight}/SourceSans3_${weight}.ttf`)),
  ),
);

const compiler = NodeCompiler.create({ workspace: LAYOUTS, fontArgs: [{ fontBlobs: FONTS }] });
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
let lettersSet = 0;
const coverage = readFontCoverage(FONTS[0] as Buffer);

function render(request: RenderRequest): { pdf: Uint8Array<ArrayBuffer>; pages: number } {
  const { layout, files } = typstInput(request, coverage);
  compiler.resetShadow();
  for (const file of files) compiler.mapShadow(`${LAYOUTS}${file.path}`, file.bytes);
  const result = compiler.compile({ mainFilePath: `${LAYOUTS}/${layout}.typ` });
  const document: NodeTypstDocument | null = result.result;
  if (!document) throw new Error(firstDiagnostic(result.takeDiagnostics()?.shortDiagnostics));
  const pages = document.numOfPages;
  const pdf = markAsUniversallyAccessible(compiler.pdf(document, { pdfStandard: 'a-3a' }));
  // A copy of its own buffer, so that it can be handed to the main thread without another copy.
  return { pdf: new Uint8Array(pdf), pages };
}

// A compiled document lives outside the JavaScript heap, so nothing tells the collector that it is time; its memory is freed
// by finalizers that run between two turns of the event loop. Measured over 1,500 letters: flat with this, 0.15 to 0.8 MB a
// letter without.
function tidyUp(): void {
  compiler.evictCache(2);
  if (++lettersSet % 10 === 0) collectGarbage();
}

function firstDiagnostic(diagnostics: { message?: string; path?: string }[] | undefined): string {
  const first = diagnostics?.[0];
  return first ? `${first.message ?? 'unknown fault'}${first.path ? ` (${basename(first.path)})` : ''}` : 'unknown fault';
}

parentPort?.on('message', ({ id, request }: WorkerRequest) => {
  try {
    const { pdf, pages } = render(request);
    parentPort?.postMessage({ id, ok: true, pdf, pages } satisfies WorkerReply, [pdf.buffer]);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    parentPort?.postMessage({ id, ok: false, message, clear: error instanceof ContentFault } satisfies WorkerReply);
  }
  tidyUp();
});
