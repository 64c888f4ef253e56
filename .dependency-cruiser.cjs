// Who may import whom (docs/architecture.md), types included. A room may always import from itself.
const rooms = {
  'src/model': [],
  'src/judge': ['src/model'],
  'src/backends': ['src/model'],
  'src/frontends': ['src/model'],
  'src/report': ['src/model'],
  'src/bisect': ['src/model', 'src/cache'],
  'src/ci': ['src/model'],
  'src/qemu': ['src/model', 'src/cache'],
  'src/guest': ['src/model'],
  'src/cache': ['src/model'],
  'src/verbs': ['src/model', 'src/judge'],
  'src/reproduce': ['src/model', 'src/judge', 'src/frontends', 'src/qemu', 'src/verbs'],
  'src/run': [
    'src/model',
    'src/cache',
    'src/judge',
    'src/backends',
    'src/frontends',
    'src/qemu',
    'src/guest',
    'src/verbs',
    'src/reproduce',
  ],
  'src/plan': ['src/model', 'src/qemu'],
  'src/results': ['src/model', 'src/cache', 'src/judge'],
  'src/scenario': ['src/model', 'src/judge', 'src/verbs'],
  'src/case.ts': ['src/model', 'src/judge', 'src/backends', 'src/frontends', 'src/scenario', 'src/verbs'],
  cases: ['src/case.ts'],
  images: ['src/model', 'src/cache'],
}

// Each npm package has its doors, and no other place knows it.
const doors = {
  execa: ['src/qemu/', 'src/bisect/'],
  ssh2: ['src/guest/'],
  commander: ['src/cli/'],
  'node-pty': ['src/backends/stdio\\.ts$'],
  'node-forge': ['src/backends/shared/certificates\\.ts$'],
  zx: ['images/', 'scripts/'],
  'tar-stream': ['images/'],
  semver: ['src/model/value/version\\.ts$'],
  valibot: ['src/model/contract/schema\\.ts$'],
  picocolors: ['src/report/', 'src/cli/'],
  uplot: ['src/report/page/browser/', 'src/cli/results/page-assets\\.ts$'],
}

const tests = '^test/|\\.(test|fixture)\\.ts$'
const ours = '^(src|cases|images|test|bin|scripts)/'
const inRoom = room => `^${room.replaceAll('.', '\\.')}${room.endsWith('.ts') ? '$' : '/'}`

const roomRules = Object.entries(rooms).map(([room, others]) => ({
  name: `${room} imports ${others.length > 0 ? `only ${others.join(', ')}` : 'no other room'}`,
  severity: 'error',
  from: { path: inRoom(room), pathNot: tests },
  to: { path: ours, pathNot: [room, ...others].map(inRoom) },
}))

const doorRules = Object.entries(doors).map(([name, places]) => ({
  name: `${name} only in ${places.join(', ').replaceAll('\\', '').replaceAll('$', '')}`,
  severity: 'error',
  from: { pathNot: [tests, ...places.map(place => `^${place}`)] },
  to: { path: `^node_modules/(@types/)?${name}/` },
}))

module.exports = {
  forbidden: [
    ...roomRules,
    ...doorRules,
    {
      name: 'every room has its rule in .dependency-cruiser.cjs',
      severity: 'error',
      from: {
        path: '^(src|cases|images)/',
        pathNot: [tests, '^src/cli/', ...Object.keys(rooms).map(inRoom)],
      },
      to: {},
    },
    {
      name: 'nobody imports src/cli',
      severity: 'error',
      from: { pathNot: [tests, '^src/cli/', '^bin/'] },
      to: { path: '^src/cli/' },
    },
    {
      name: 'only tests import tests, fixtures and tap',
      severity: 'error',
      from: { pathNot: tests },
      to: { path: `${tests}|^node_modules/(tap|@tapjs)/` },
    },
    { name: 'no circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'everything imported is there',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^\\.\\./dist/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
