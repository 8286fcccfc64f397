import { defineErrors } from "@ashlar/kernel";

export const postErrors = defineErrors({
  POST_NOT_FOUND: (_: { readonly postId: string }) => "There is no such post.",
});
