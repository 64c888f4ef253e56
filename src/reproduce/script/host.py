# Each line on stdin names a Python file, which is a step of the host. Each step runs in its own thread; all share their
# variables. A finished step makes FILE.done; a failed one also makes "failed".
import hashlib, json, os, re, socket, sys, threading, time, traceback


def put(name, text):
    """Writes a file in one step, so that no reader sees a part of it."""
    path = os.path.join(os.environ["DIR"], name)
    with open(path + ".new", "w") as file:
        file.write(text)
    os.replace(path + ".new", path)


def play(path):
    try:
        with open(path) as file:
            exec(compile(file.read(), path, "exec"), variables)
    except BaseException:
        traceback.print_exc()
        put("failed", "")
    put(path + ".done", "")


def seen_by_qemu():
    """Waits until QEMU's main loop has seen what was done to the chardev: its monitor has answered twice since."""
    if os.path.exists(os.path.join(os.environ["DIR"], "opening")):
        os.remove(os.path.join(os.environ["DIR"], "opening"))
    variables["before"] = read_so_far()
    if "ask" in variables:  # the monitor serves one at a time, and a step is talking to it already
        return [variables["ask"]("query-status") for _ in range(2)]
    two_answers()


def piece_is_seen():
    """The same for a piece of what is sent, beside other steps: they may keep the monitor for themselves."""
    try:
        time.sleep(0.01) if "ask" in variables else two_answers(1)
    except OSError:  # no answer within a second
        pass


def two_answers(timeout=None):
    with socket.socket(socket.AF_UNIX) as monitor:
        monitor.settimeout(timeout)
        monitor.connect(os.path.join(os.environ["DIR"], "qmp"))
        with monitor.makefile("rw") as qmp:
            for command in "qmp_capabilities", "query-status", "query-status":
                print(json.dumps({"execute": command}), file=qmp, flush=True)
                while "return" not in json.loads(qmp.readline()):
                    pass


def in_common(data, wanted):
    """The length of the beginning that both have."""
    low, high = 0, min(len(data), len(wanted))  # it lies in between
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if data[:middle] == wanted[:middle] else (low, middle - 1)
    return low


def compare_begun(data, payload, rest, least):
    """The same as `compare` for a beginning of at least so many bytes, and what comes after it."""
    data = bytes(data)
    compare(data, payload[: max(least, in_common(data, payload))] + rest)


def compare(data, wanted):
    """Writes to "compared" how the bytes read differ from those that should have been written, and to "wanted" their number."""
    data = bytes(data)  # the host may read on meanwhile
    put("wanted", f"{len(wanted)}\n")
    low = in_common(data, wanted)
    if low == len(data) == len(wanted):
        put("compared", f"same all {low} bytes arrived intact\n")
    elif low == len(data):
        put("compared", f"short {len(wanted) - low} of {len(wanted)} bytes are missing, from offset {low} on\n")
    elif comes_again(data[low:], wanted, low):
        put("compared", f"again bytes repeated at offset {low} ({len(data)} bytes read, {len(wanted)} written)\n")
    else:
        got, written = data[low : low + 16], bytes(wanted[low : low + 16])
        where = f"at offset {low} is {got} instead of {written}"
        put("compared", f"differs {where} ({len(data)} bytes read, {len(wanted)} written)\n")


def by_writer(data, width, each):
    """The lines of the first writer, then those of the second, and so on: each wrote so many lines of a count."""
    lines = [bytes(data[at : at + width]) for at in range(0, len(data), width)]
    ends = {line: line[-17:-1] for line in lines}  # the rest is padding, perhaps more digits than Python converts
    return b"".join(sorted(lines, key=lambda line: (int(ends[line]) - 1) // each if ends[line].isdigit() else 0))


def comes_again(rest, wanted, low):
    """Whether a stream that is right up to `low` then goes back once and continues from there. Lines differ at their ends."""
    end = max(min(64, len(rest)), rest.find(b"\n") + 1)
    start = max(0, end - 64)
    begin = wanted.rfind(rest[start:end], 0, low + end - 1) - start
    return begin >= 0 and wanted[begin : begin + len(rest)] == rest


def compare_sum(data, size, sha256, where):
    """The same for bytes of which only the number and the sha256 are known."""
    data = bytes(data)
    put("wanted", f"{size}\n")
    if len(data) < size:
        put("compared", f"short {size - len(data)} of {size} bytes are missing at the end\n")
    elif len(data) == size and hashlib.sha256(data).hexdigest() == sha256:
        put("compared", f"same all {size} bytes arrived {where} intact\n")
    else:
        put("compared", f"differs {len(data)} bytes arrived {where}, but not the {size} that were written (sha256)\n")


def came_alone(line, had):
    """Writes to "came" how many bytes arrived since so many were read, and whether they are this line alone, on every end
    that received any."""
    ends = [bytes(value[-100:]) for value in list(variables.values()) if isinstance(value, bytearray)]
    lines = [re.search(b"(%s\r?\n)*\\Z" % re.escape(line), end)[0] for end in ends]
    came = read_so_far() - had
    put("came", f"{came} {'line' if 0 < sum(map(len, lines)) == came else 'other'}\n")


def read_so_far():
    return sum(len(value) for value in list(variables.values()) if isinstance(value, bytearray))


def tell():
    """Writes to "moved", ten times a second, the bytes read, sent, and read since the host last opened an end."""
    while os.getppid() == parent:
        read = read_so_far()
        if read > MOST_BYTES:
            print(f"the host has read more than {MOST_BYTES} bytes, and keeps no more")
            put("failed", "")
            break
        put("moved", f"{read} {variables['sent']} {read - variables['before']}\n")
        time.sleep(0.1)
    os._exit(1)  # the script was killed: nobody would end a host that reads what never ends


MOST_BYTES = 4 * 2**30  # all that is read stays in memory, and a guest may write without end
parent = os.getppid()
os.setpgrp()  # the script ends this process with all that it has started
variables = {"sent": 0, "before": 0, "put": put, "read_so_far": read_so_far, "seen_by_qemu": seen_by_qemu}
variables.update(piece_is_seen=piece_is_seen, compare=compare, compare_begun=compare_begun, by_writer=by_writer)
variables.update(compare_sum=compare_sum, came_alone=came_alone)
threading.Thread(target=tell, daemon=True).start()
for line in sys.stdin:
    threading.Thread(target=play, args=[line.strip()], daemon=True).start()
