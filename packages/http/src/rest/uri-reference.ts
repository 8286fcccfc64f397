const illegal = /[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]|%(?![0-9A-Fa-f]{2})/gu;

/**
 * Makes a path with its query a legal URI reference: what a browser lets pass, such as brackets, is percent-encoded.
 *
 * @see RFC 3986, section 3.4.
 */
export const uriReference = (address: string): string =>
  address.replace(illegal, (character) => encodeURIComponent(character.toWellFormed()));
