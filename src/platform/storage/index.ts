/** Door: the content-addressed store for files. */
export { BlobDamaged, BlobMissing, BlobTooLarge, StorageFull, diskStorage, type Blob, type Storage, type StorageNews } from './storage.ts';
