// The folders that each folder may import from, besides itself, types included (docs/architecture.md).
const folders = {
  'src/model': [],
  'src/judge': ['src/model'],
  'src/backends': ['src/model'],
  'src/frontends': ['src/model'],
  'src/report': ['src/model'],
  'src/docs': ['src/model', 'src/report'],
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

// The only places that may import each npm package.
const packages = {
  execa: ['src/qemu/', 'src/bisect/'],
  ssh2: ['src/guest/'],
  commander: ['src/cli/'],
  'node-pty': ['src/backends/stdio\\.ts$'],
  'node-forge': ['src/backends/shared/certificates\\.ts$'],
  zx: ['images/', 'scripts/'],
  'tar-stream': ['images/'],
  semver: ['src/model/value/version\\.ts$'],
  marked: ['src/docs/'],
  valibot: ['src/model/contract/schema\\.ts$'],
  picocolors: ['src/report/', 'src/cli/'],
  uplot: ['src/report/page/browser/', 'src/cli/results/page-assets\\.ts$'],
}

const tests = '^test/|\\.(test|fixture)\\.ts$'
const ours = '^(src|cases|images|test|bin|scripts)/'
const inFolder = folder => `^${folder.replaceAll('.', '\\.')}${folder.endsWith('.ts') ? '$' : '/'}`

const folderRules = Object.entries(folders).map(([folder, others]) => ({
  name: `${folder} imports ${others.length > 0 ? `only ${others.join(', ')}` : 'no other folder'}`,
  severity: 'error',
  from: { path: inFolder(folder), pathNot: tests },
  to: { path: ours, pathNot: [folder, ...others].map(inFolder) },
}))

const packageRules = Object.entries(packages).map(([name, places]) => ({
  name: `${name} is imported only in ${places.join(', ').replaceAll('\\', '').replaceAll('$', '')}`,
  severity: 'error',
  from: { pathNot: [tests, ...places.map(place => `^${place}`)] },
  to: { path: `^node_modules/(@types/)?${name}/` },
}))

module.exports = {
  forbidden: [
    ...folderRules,
    ...packageRules,
    {
      name: 'every folder has a rule in .dependency-cruiser.cjs',
      severity: 'error',
      from: {
        path: '^(src|cases|images)/',
        pathNot: [tests, '^src/cli/', ...Object.keys(folders).map(inFolder)],
      },
      to: {},
    },
    {
      name: 'no other folder imports src/cli',
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
    { name: 'no circular imports', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'every import resolves',
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
