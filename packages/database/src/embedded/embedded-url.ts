/** Where a client finds the embedded server. */
export const embeddedUrl = (port: number, password: string, database = "ashlar"): string =>
  `postgres://ashlar:${password}@127.0.0.1:${port}/${database}`;
