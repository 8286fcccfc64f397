import { expect, test } from "vitest";
import { escapedHtml } from "./escaped-html.ts";

test("leaves nothing that ends an element or an attribute", () => {
  expect(escapedHtml(`<b a="1" b='2'>&amp;</b>`)).toBe(
    "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;amp;&lt;/b&gt;",
  );
});
