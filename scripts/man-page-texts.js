// What docs/chardev-fc.1 says that the definitions of the commands do not.

export const purpose = "reproduce the scenarios of QEMU's ChardevFlowControl wiki page"

export const intro =
  'It boots a guest, drives it over ssh, plays the host side of the chardev, watches two heartbeats of the guest, and judges what it observed. Where the evidence is not sufficient, the outcome is inconclusive, with the reason.'

export const exitStatus = [
  ['0', 'all as expected'],
  ['1', 'something unexpected'],
  ['2', 'nothing unexpected; at least one result was inconclusive'],
  ['64', 'usage error'],
  ['69', 'harness error, or a missing shard'],
  ['129, 130, 143', 'interrupted by SIGHUP, SIGINT, SIGTERM'],
  ['141', 'interrupted because nothing reads stdout any more'],
]

export const otherExitStatus = 'diff, bisect and run --bisect-exit have their own: see there.'

export const environment = [
  ['CHARDEV_FC_QEMU', 'the QEMU to use without --qemu'],
  [
    'CHARDEV_FC_SNAPSHOT_LIMIT',
    'size limit for all snapshots of booted guests together, as in 4GiB (default: 2 GiB)',
  ],
  ['XDG_CACHE_HOME', 'where QEMUs, guest images, keys and snapshots are (default: ~/.cache)'],
  ['XDG_STATE_HOME', 'where kept runs and bisections are (default: ~/.local/state)'],
  ['HOME', 'the home folder, for these defaults'],
  ['TMPDIR', 'where sockets and the files of a run are (default: /tmp)'],
  ['PATH', 'where qemu-system-x86_64 and the programs that chardev-fc runs are looked up'],
  ['NO_COLOR', 'if set and not empty: no colours, unless --color or FORCE_COLOR wants them'],
  [
    'FORCE_COLOR',
    'if set, not empty, and neither 0 nor false: colours, unless --color says otherwise; 0 or false: none',
  ],
  ['GITHUB_STEP_SUMMARY', 'the file to which --report github appends its summary'],
  [
    'MALLOC_PERTURB_, GLIBC_TUNABLES, G_SLICE',
    'passed on to QEMU; unless set, chardev-fc sets them so that a use after free shows. Empty ones turn this off.',
  ],
]

export const files = [
  ['~/.cache/chardev-fc', 'the cache: see chardev-fc cache list'],
  ['~/.local/state/chardev-fc/runs', 'kept run directories'],
  ['~/.local/state/chardev-fc/hunts', 'bisections'],
]

export const seeAlso = [
  'qemu-system-x86_64(1), git-bisect(1)',
  'The pages that are named docs/NAME are in the folder that chardev-fc --help prints at its end.',
  'https://wiki.qemu.org/Features/ChardevFlowControl',
]
