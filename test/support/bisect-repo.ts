import { join } from 'node:path'
import { TinyRepo } from '../../src/bisect/git/tiny-repo.fixture.ts'

/**
 * How the QEMU that a revision builds behaves. It is a wrapper of a real one.
 * - `well`: like the real one;
 * - `lossy`: what the guest writes to the port goes to a ring buffer, and never to the host: `stuck`;
 * - `flaky`: lossy in half of its starts, at random;
 * - `crashing`: SIGSEGV kills it when the guest first writes to the port;
 * - `broken`: the revision does not build;
 * - `dead`: it builds, but the QEMU does not start.
 */
export type Kind = 'well' | 'lossy' | 'flaky' | 'crashing' | 'broken' | 'dead'

/** A git repository whose builds wrap a real QEMU. */
export interface BisectRepo {
  readonly repo: string
  /** The commits, oldest first. */
  readonly commits: readonly string[]
}

/** Makes a repository with one commit for each kind. */
export async function makeRepo(folder: string, qemu: string, kinds: readonly Kind[]): Promise<BisectRepo> {
  const repo = await TinyRepo.make(join(folder, 'repo'))
  const same = {
    'build.sh': buildScript(qemu),
    'pc-bios/README': 'the firmware is that of the wrapped QEMU\n',
    '.gitignore': 'build/\n',
  }
  const commits: string[] = []
  for (const [index, kind] of kinds.entries()) {
    const files = { ...same, kind: `${kind}\n`, number: `${index}\n` }
    commits.push(await repo.commit(`chardev: change number ${index}`, files))
  }
  return { repo: repo.path, commits }
}

/** The build options of a bisection over it. */
export const building = ['--build', 'sh build.sh', '--binary', 'build/qemu-system-x86_64'] as const

/** Writes build/qemu-system-x86_64, a script that starts the real QEMU with changed arguments. */
const buildScript = (qemu: string) => `set -e
kind=$(cat kind)
echo "building a QEMU that is $kind"
if [ "$kind" = broken ]; then
  echo "hw/char/virtio-console.c:42: error: expected ';' before '}' token" >&2
  exit 2
fi
mkdir -p build
cat > build/qemu-system-x86_64 <<'END'
#!/bin/sh
${wrapper(qemu)}
END
sed -i "s/@kind@/$kind/" build/qemu-system-x86_64
chmod 755 build/qemu-system-x86_64
`

/** The QEMU that such a revision builds, as a script. */
export function wrapped(qemu: string, kind: Kind): string {
  return `#!/bin/sh\n${wrapper(qemu).replace('@kind@', kind)}\n`
}

const wrapper = (qemu: string) => `kind=@kind@
if [ "$kind" = dead ]; then echo 'symbol lookup error: undefined symbol: qemu_chr_fe_write' >&2; exit 127; fi
if [ "$kind" = flaky ]; then
  if [ "$(od -An -N1 -tu1 /dev/urandom)" -lt 128 ]; then kind=lossy; else kind=well; fi
fi
case "$kind $*" in
  *chardev=foo*) ;;
  *) exec '${qemu}' "$@" ;;
esac
if [ "$kind" = well ]; then exec '${qemu}' "$@"; fi
for word; do
  shift
  case $word in virtserialport,chardev=foo,*) word=virtserialport,chardev=sink,\${word#*,*,} ;; esac
  set -- "$@" "$word"
done
if [ "$kind" = lossy ]; then exec '${qemu}' -chardev ringbuf,id=sink,size=64K "$@"; fi
sink=$PWD/sink
: > "$sink"
me=$$
( while [ -d /proc/$me ] && [ ! -s "$sink" ]; do sleep 0.02; done; kill -SEGV $me ) &
exec '${qemu}' -chardev file,id=sink,path="$sink" "$@"`
