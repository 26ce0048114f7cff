const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&nbsp;': ' ', '&amp;': '&' };
/** The words of HTML or XML, one paragraph per line. */
export const withoutTags = (xml: string): string => xml.replaceAll(/<(script|style)[\s\S]*?<\/\1>/gi, ' ').replaceAll(/<\/(w:p|text:p|text:h|p|div|li|tr|a:p|si)>/g, '\n').replaceAll(/<[^>]{0,2000}>/g, ' ').replaceAll(/&(lt|gt|quot|apos|nbsp|amp);/g, (entity) => entities[entity] ?? ' ').replaceAll(/[ \t]+/g, ' ');
