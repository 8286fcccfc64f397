/**
 * Reads an answer's body as UTF-8, up to a bound.
 *
 * @param maximumBytes - A longer body is given up, and the connection with it.
 * @throws RangeError when the body is longer.
 */
export async function boundedText(response: Response, maximumBytes: number): Promise<string> {
  if (response.body === null) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the stream.
    if (bytes > maximumBytes) throw new RangeError(`The answer is longer than ${maximumBytes} bytes.`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
