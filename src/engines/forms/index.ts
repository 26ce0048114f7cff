/**
 * Forms as data: definition, check, server-side pages, reading what was posted, validation, plain descriptions. README.md shows the JSON.
 * No database, no request, no city: everything comes in as arguments.
 */
export { compileForm } from './compile-form.ts';
export type { CompileOptions } from './compile-form.ts';
export { emptyLibrary, libraryPath, readLibrary, versionOf } from './library/read-library.ts';
export type { FormLibrary, LibraryFinding } from './library/read-library.ts';
export type { Block, CodeList } from './library/library-schema.ts';
export { listReferences } from './library/references.ts';
export type { Reference } from './library/references.ts';
export { formDefinitionSchema } from './definition-schema.ts';
export { fieldTypeNames, presetNames } from './definition.ts';
export type {
  CalculatedFormat,
  ElementDefinition,
  FieldDefinition,
  FieldTypeName,
  FormDefinition,
  GroupDefinition,
  InfoDefinition,
  OptionDefinition,
  PageDefinition,
  PresetName,
  RepeatDefinition,
  RuleDefinition,
} from './definition.ts';
export type { Finding } from './finding.ts';
export type { CompiledElement, CompiledField, CompiledForm, CompiledPage, CompileFeel, FormData, FormEnv, Json } from './compiled.ts';
export { parsePage } from './parse-page.ts';
export type { PageAction, PagePost, ParsedPage } from './parse-page.ts';
export type { PostedBody, Typed } from './posted-body.ts';
export { validateAll } from './validate.ts';
export type { FieldError, Validation } from './validate.ts';
export { applyConditions, findPage, firstOpenPage, getPage, nextPage, previousPage, visiblePages } from './pages.ts';
export { firstOpenQuestion, listQuestions, questionAt, type Question } from './list-questions.ts';
export { listPrefillSources, prefillData } from './prefill.ts';
export type { Prefilled, PrefilledFrom } from './prefill.ts';
export { renderPage } from './render-page.tsx';
export type { RenderedPage, RenderPage } from './render-page.tsx';
export type { FileOffer } from './render-context.ts';
export { renderData, renderReview } from './render-review.tsx';
export type { ReviewOptions } from './render-review.tsx';
export { describeData, formatValue } from './describe.ts';
export type { DescribedPage, DescribedRow } from './describe.ts';
export { fieldHtmlId, shownMark } from './input-names.ts';
export { acceptOf, findFileMistake, largestFile, mostFiles } from './field-types/file.ts';
export type { FileAnswer } from './field-types/file.ts';
export type { Address } from './field-types/address.ts';
export { plateParts } from './field-types/plate.ts';
export type { Plate } from './field-types/plate.ts';
export { listSigners, signingRules } from './signatures/list-signers.ts';
export type { Signer, SigningRules } from './signatures/list-signers.ts';
export type { SignaturesDefinition, SignerDefinition } from './signatures/signatures-schema.ts';
export { describeBlank } from './blank/blank-form.ts';
export type { BlankForm, BlankItem, BlankPage, BlankPart, BlankSigning } from './blank/blank-form.ts';
export { blankWords } from './blank/blank-words.ts';
export { renderBlank } from './blank/render-blank.tsx';
export { toJsonSchema } from './json-schema.ts';
export { listAskedFacts } from './data-protection.ts';
export type { AskedFact } from './data-protection.ts';
export { coverage } from './coverage.ts';
export type { Example, Unreached } from './coverage.ts';
export { decodeXml } from './import/decode-xml.ts';
export { importFormFile } from './import/import-form-file.ts';
export type { ImportedFile } from './import/import-form-file.ts';
export { importFormJs } from './import/import-form-js.ts';
export { importXDatenfelder } from './import/import-xdatenfelder.ts';
export type { Imported, ImportNote } from './import/imported.ts';
