/** Where the server is: `?server=` in the page's address, else the development default. */
export const serverUrl: string =
  new URLSearchParams(location.search).get("server") ?? "http://localhost:3000";
