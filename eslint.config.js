import tseslint from 'typescript-eslint'

// Only what Biome and tsc cannot see. A forgotten await empties a test without a word;
// a case that branches is two cases, and its printed reproduction would tell only half.
const straightLine = [
  'IfStatement',
  'ConditionalExpression',
  'LogicalExpression',
  'SwitchStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
  'TryStatement',
  'ThrowStatement',
  'ChainExpression',
  'AssignmentExpression[operator=/^(\\|\\||&&|\\?\\?)=$/]',
]

export default tseslint.config(
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['{src,cases,images,test}/**/*.ts'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      // tap queues subtests itself and waits for them; what they give back never rejects.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafePromises: [
            { from: 'package', package: '@tapjs/core', name: 'PromiseWithSubtest' },
          ],
        },
      ],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    files: ['src/**/*.ts', 'images/**/*.ts'],
    ignores: ['src/cli/terminal/output.ts', '**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          'MemberExpression[object.name="process"][property.name=/^std(out|err)$/]',
          'VariableDeclarator[init.name="process"] Property[key.name=/^std(out|err)$/]',
          'MemberExpression[object.name="console"]',
        ].map(selector => ({
          selector,
          message: 'only src/cli/terminal/output.ts writes there: it escapes what is foreign',
        })),
      ],
    },
  },
  {
    files: ['cases/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...straightLine.map(selector => ({
          selector,
          message: 'a case is a straight line: what would need a branch is an expectation or a second case',
        })),
      ],
    },
  },
)
