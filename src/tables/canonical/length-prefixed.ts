/** Elements behind their lengths in 32 bits, -1 for NULL: both systems put collections on the wire so. */
export function lengthPrefixed(bytes: Buffer): (Buffer | null)[] {
  const elements: (Buffer | null)[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readInt32BE(at);
    elements.push(length < 0 ? null : bytes.subarray(at + 4, at + 4 + length));
    at += 4 + Math.max(0, length);
  }
  return elements;
}

/** The 32-bit integers of `head`, then the elements behind their lengths. */
export function withLengths(head: number[], elements: (Buffer | null)[]): Buffer {
  let size = (head.length + elements.length) * 4;
  for (const element of elements) size += element?.length ?? 0;
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const value of head) at = bytes.writeInt32BE(value, at);
  for (const element of elements) {
    at = bytes.writeInt32BE(element?.length ?? -1, at);
    if (element !== null) at += element.copy(bytes, at);
  }
  return bytes;
}
