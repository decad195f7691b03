/** A request that breaks the protocol, or asks for what is not there. */
export class RequestError extends Error {
  override name = "RequestError";
}
