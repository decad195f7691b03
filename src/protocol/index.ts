// The Jupyter wire protocol: connection files, messages, signatures, the kernel's sockets.
export { BindError, channels, ConnectionFileError, endpoint, readConnectionFile, type Channel, type ConnectionInfo } from "./connection";
export { decode, encode, HeaderMaker, MessageError, messageOf, PROTOCOL_VERSION } from "./message";
export type { Header, JsonObject, Message, OutgoingMessage } from "./message";
export { KernelSockets, type Receiver, type RequestChannel } from "./kernel-sockets";
export { Sender } from "./sender";
export { Signer } from "./signer";
export { activePrefix, dataFolders, pathOf, prefixDataFolder, thisMachine, userDataFolder, type Machine } from "./jupyter-paths";
