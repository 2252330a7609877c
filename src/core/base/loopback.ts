/** Whether a URL's host name is this machine. Only there may a credential travel without encryption. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
