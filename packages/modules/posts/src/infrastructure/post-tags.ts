/** What a cached post was made from. */
export const postTag = (postId: string): string => `post:${postId}`;

/** What every cached list of posts was made from. */
export const postListTag = "posts";
