/** The host of a URL without the brackets of IPv6. */
export const hostAddress = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, "$1");
