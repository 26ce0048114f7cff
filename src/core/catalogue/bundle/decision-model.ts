export type CompiledDecisions = { readonly name: string; readonly decisions: readonly { id: string; name: string; kind: 'decision' | 'decisionService' }[] };
export async function compileDecisions(_xml: string): Promise<{ model?: CompiledDecisions; findings: { severity: 'error' | 'warning'; elementId: string; elementName: string; message: string }[] }> {
  return { findings: [] };
}
