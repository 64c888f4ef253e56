/**
 * Python that connects to QMP on the socket at this path and defines `ask(command, **arguments)`. The monitor serves
 * one connection at a time.
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
    '...     said = next(said for said in map(json.loads, qmp) if "return" in said or "error" in said)',
    '...     assert "return" in said, said["error"]["desc"]',
    '...     return said["return"]',
    '...',
    '>>> ask("qmp_capabilities")',
  ]
}
