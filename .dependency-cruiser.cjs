// The arrows between the rooms of src/, as docs/architecture.md draws them: a room imports only what its row allows.
const rooms = {
  protocol: [],
  display: [],
  npm: [],
  pip: ["npm"],
  processes: [],
  language: ["processes"],
  executor: ["display", "npm", "processes"],
  kernel: ["protocol", "language", "executor", "processes"],
  learn: ["display", "npm", "pip"],
  runner: ["protocol", "processes"],
  install: ["protocol", "runner"],
  lesson: ["runner"],
};

const arrows = Object.entries(rooms).map(([room, allowed]) => ({
  name: `${room}-imports-only-${allowed.join("-and-") || "itself"}`,
  severity: "error",
  from: { path: `^src/${room}/` },
  to: { path: "^src/", pathNot: `^src/(${[room, ...allowed].join("|")})(/|\\.ts$)` },
}));

module.exports = {
  forbidden: [
    ...arrows,
    { name: "only-the-child-displays", severity: "error", from: { path: "^src/executor/parent/" }, to: { path: "^src/display/" } },
    { name: "the-library-knows-no-kernel", severity: "error", from: { path: "^src/index\\.ts$" }, to: { path: "^src/", pathNot: "^src/(display|learn|npm|pip)/" } },
    { name: "no-circle", severity: "error", from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
  ],
  options: { parser: "swc", doNotFollow: { path: "node_modules" }, tsPreCompilationDeps: true, tsConfig: { fileName: "tsconfig.json" } },
};
