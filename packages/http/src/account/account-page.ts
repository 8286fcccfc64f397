/** The pages that mailed links lead to; everything they load is below `/account`. */
export const accountPaths = {
  pages: ["/account/verify-email", "/account/reset-password", "/account/change-email"],
  script: "/account/account.js",
  styles: "/account/account.css",
} as const;

/** One page for all of them; its script reads from the address which it is. */
export const accountPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Your account</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${accountPaths.styles}">
  </head>
  <body>
    <main>
      <h1 id="title">Your account</h1>
      <form id="form" hidden>
        <label id="field" hidden><span id="label"></span>
          <input id="password" type="password" maxlength="1024">
        </label>
        <button id="button"></button>
        <button id="other" type="button" hidden>I did not open this account</button>
      </form>
      <p id="outcome" role="status"></p>
      <noscript>This page needs JavaScript.</noscript>
    </main>
    <script src="${accountPaths.script}"></script>
  </body>
</html>
`;

/** What the pages may load and where they may send: this server. */
export const accountPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export const accountStyles = `body{font:16px/1.5 system-ui,sans-serif;background:#f4f4f2;color:#1c1c1a}
main{max-width:28rem;margin:4rem auto;background:#fff;padding:2rem;border-radius:6px}h1{font-size:1.3rem;margin-top:0}
label{display:block;margin-bottom:1rem}input{display:block;width:100%;box-sizing:border-box;padding:.5rem;font:inherit}
button{font:inherit;padding:.5rem 1rem;border:0;border-radius:4px;background:#2b4c7e;color:#fff}
`;
