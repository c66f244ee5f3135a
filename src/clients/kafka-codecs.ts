import { decompress as decompressZstd } from 'fzstd';
import kafkajs from 'kafkajs';
import snappy from 'kafkajs-snappy';
import lz4 from 'lz4js';

const { CompressionCodecs, CompressionTypes } = kafkajs;

/** Lets kafkajs read records that were compressed by others; it has gzip of its own, and nothing here compresses. */
export function installCodecs(): void {
  CompressionCodecs[CompressionTypes.Snappy] = snappy;
  CompressionCodecs[CompressionTypes.LZ4] = reading((bytes) => lz4.decompress(bytes));
  CompressionCodecs[CompressionTypes.ZSTD] = reading(decompressZstd);
}

function reading(decompress: (bytes: Buffer) => Uint8Array) {
  return () => ({
    compress: () => Promise.reject(new Error('records are not compressed here')),
    decompress: (bytes: Buffer) => Promise.resolve(Buffer.from(decompress(bytes))),
  });
}
