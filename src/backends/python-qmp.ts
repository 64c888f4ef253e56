/**
 * Typed into python3: a QMP conversation over QEMU's socket at this path, with `ask(command, **arguments)`. The
 * monitor serves one at a time.
 */
export function pythonQmp(path: string): string[] {
  return [
    '$ python3',
    '>>> import json, socket',
    '>>> qmp = socket.socket(socket.AF_UNIX)',
    `>>> qmp.connect("${path}")`,
    '>>> qmp = qmp.makefile("rw")',
    '>>> def ask(command, **arguments):',
    '...     print(json.dumps({"execute": command, "arguments": arguments}), file=qmp, flush=True)',
    '...     return next(said["return"] for said in map(json.loads, qmp) if "return" in said)',
    '...',
    '>>> ask("qmp_capabilities")',
  ]
}
