// What DuckDB 1.5.6 loads on each platform, with its sha256.

const FILES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "darwin-arm64": {
    "duckdb.node": "5381b6dee307f7e3f9974aae01b1e479b9464f4b52d2da011b1357bdefecfc62",
    "libduckdb.dylib": "75a519cb914ae36ca22cff0995a8a2e8c9a46990b8c0a479514f741a0d93f344",
  },
  "darwin-x64": {
    "duckdb.node": "2036f3c0b1387b579495e994eca4230b76990c3adb581b45e566b37083fbf29d",
    "libduckdb.dylib": "75a519cb914ae36ca22cff0995a8a2e8c9a46990b8c0a479514f741a0d93f344",
  },
  "linux-arm64": {
    "duckdb.node": "437e268d6ad3e59a0bd250713a4258ca5f505ff1c43326579deae2906676b54d",
    "libduckdb.so": "23686593dba4ec22c6e581bb1c843b3964e84c4bc4d0063d8b4daddd2e20e30a",
  },
  "linux-arm64-musl": {
    "duckdb.node": "9566059728e8f576398ffcbb85fcd4be784a509b09e9b5b028477057acda3254",
    "libduckdb.so": "2b322fee1f171915e5f19182277f63b9a2f1b409bb731cb93491de6a149b2417",
  },
  "linux-x64": {
    "duckdb.node": "ff7fc7f2c2bcba140c29d09d0f486b891c6c4d9fe694e38a11a853b40e2a5d96",
    "libduckdb.so": "3f4962cdd266eab2b479a5b5a4a6d063d279b2954ae814ed00385d553b747633",
  },
  "linux-x64-musl": {
    "duckdb.node": "86626424b93ff25538e3317c9961fcc77b1cfb1ee2a2692ca8fd8e04a23855f4",
    "libduckdb.so": "b08c938d495995864a84ab0c5d38e1e8e6dddcc9fddbbc26c85fc09ad48ececb",
  },
  "win32-arm64": {
    "duckdb.dll": "f4652f29d0bec2ebc8f87d6242551051b93faa89ec6e427669e4e690f269bc1e",
    "duckdb.node": "591f79bafc4f2af88ae14f7397b295fee716d5f44fe90b4be853ba5bb3e8d3dc",
  },
  "win32-x64": {
    "duckdb.dll": "7e90bdef028d57b45490d6f53530e3c012a5d9abdc4c6723449200663dc84ed0",
    "duckdb.node": "74301fec16800a0cde8f53c276a2ce95cb0be397cd596afb21e3a75a8ce11b00",
  },
};

/** Their names below `@duckdb/node-api`, for a platform as `duckdbPlatform` tells it; none where there is no binary for it. */
export function duckdbBinaries(platform: string): Record<string, string> {
  return Object.fromEntries(Object.entries(FILES[platform] ?? {}).map(([name, sha256]) => [`../node-bindings-${platform}/${name}`, sha256]));
}

/** `linux-x64`, `linux-x64-musl`, …: Node's report names the C library, if it is GNU's. */
export function duckdbPlatform({ platform, arch }: { platform: string; arch: string } = process): string {
  return `${platform}-${arch}${platform === "linux" && !isGnu() ? "-musl" : ""}`;
}

function isGnu(): boolean {
  const report: { header?: { glibcVersionRuntime?: string } } = process.report?.getReport() ?? {};
  return report.header?.glibcVersionRuntime !== undefined;
}
