declare module 'lz4js' {
  const lz4: { decompress: (bytes: Uint8Array) => Uint8Array };
  export default lz4;
}

declare module 'kafkajs-snappy' {
  const snappy: () => {
    compress: (encoder: { buffer: Buffer }) => Promise<Buffer>;
    decompress: (bytes: Buffer) => Promise<Buffer>;
  };
  export default snappy;
}
