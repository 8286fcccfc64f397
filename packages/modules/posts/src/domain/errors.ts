import { defineErrors } from "@ashlar/kernel";

export const postErrors = defineErrors({
  SLUG_NOT_FOUND: (_: { readonly slug: string }) => "No post has this slug.",
  POST_NOT_FOUND: (_: { readonly postId: string }) => "There is no such post.",
});
