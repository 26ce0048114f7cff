/** Door: what stands on the pages of a file. Text, pictures of pages, OCR, codes, and new files made of pictures of pages. */
export { PageError, PageReader, readablePages, type PageImage, type PageReaderOptions, type PageSource, type TextItem } from './page-reader.ts';
export { TextRecogniser, type Recognised } from './recognise-text.ts';
export { writeImagePdf, type ImagePdf, type ImagePdfPage, type PdfLine } from './image-pdf.ts';
export { blackOut, type Area } from './black-out.ts';
