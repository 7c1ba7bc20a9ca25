"""Takes rights away from the current process for good: memory, time, files, programs, network.

Used inside the jail only. What a system cannot enforce is returned by name, never passed over.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import platform
import signal
import struct
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2

# Classic BPF (linux/bpf_common.h, linux/seccomp.h).
_LOAD_WORD = 0x20  # BPF_LD | BPF_W | BPF_ABS
_JUMP_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_JUMP_AT_LEAST = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_RETURN = 0x06  # BPF_RET | BPF_K
_ALLOW = 0x7FFF0000
_REFUSE_WITH_EPERM = 0x00050000 | 1
_KILL = 0x80000000
_OFFSET_NUMBER, _OFFSET_ARCHITECTURE = 0, 4

# Numbers from asm/unistd_64.h and asm-generic/unistd.h. Refused to everybody in the jail: making sockets,
# starting programs, looking into other processes, mounting and new name spaces, keys, bpf, and io_uring,
# which could do several of these behind the filter's back.
_REFUSED = {
    "x86_64": (
        0xC000003E,
        (
            41, 42, 43, 44, 46, 49, 50, 53, 59, 101, 155, 161, 165, 166, 169, 175, 246, 248, 249, 250, 272,
            288, 298, 304, 307, 308, 310, 311, 313, 317, 320, 321, 322, 323, 425, 426, 427, 428, 429, 430,
            438,
        ),
    ),
    "aarch64": (
        0xC00000B7,
        (
            39, 40, 41, 51, 97, 104, 105, 117, 142, 198, 199, 200, 201, 202, 203, 206, 211, 217, 218, 219,
            221, 241, 242, 265, 268, 269, 270, 271, 273, 277, 280, 281, 282, 294, 425, 426, 427, 428, 429,
            430, 438,
        ),
    ),
}  # fmt: skip
# Refused to whoever reads a file, allowed to the warden: new processes and threads, signals to other
# processes, and prctl, which could undo the tie to the warden.
_WARDEN_ONLY = {
    "x86_64": (56, 57, 58, 62, 129, 157, 200, 234, 297, 424, 435),
    "aarch64": (129, 130, 131, 138, 167, 220, 240, 424, 435),
}
_X32_BIT = 0x40000000

# Landlock (linux/landlock.h); its numbers are the same on every architecture.
_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_ASK_VERSION = 1
_LANDLOCK_READS = (1 << 2) | (1 << 3)  # files, directories: parsers load fonts and tables of their own
_LANDLOCK_FIRST = (1 << 13) - 1  # all that the first version knows: run, write, read, make, remove
_LANDLOCK_TRUNCATE = 1 << 14  # since the third
_STATM_BYTES = 200


def limit_resources(*, memory: int, cpu_seconds: float) -> list[str]:
    """Set ceilings on address space and processor time; returns the names of what could not be set.

    `memory` counts from what is mapped already: a fork begins with every parser loaded.
    """
    try:
        import resource
    except ImportError:  # Windows has no such thing
        return ["memory", "processor time"]
    missing = []
    seconds = max(int(cpu_seconds) + 1, 1)
    for name, limit, value in (
        ("memory", resource.RLIMIT_AS, _mapped_bytes() + memory),
        ("processor time", resource.RLIMIT_CPU, seconds),
        ("memory dumps", resource.RLIMIT_CORE, 0),
    ):
        try:
            # The processor gets one second more before SIGKILL follows SIGXCPU.
            resource.setrlimit(limit, (value, value + (limit == resource.RLIMIT_CPU)))
        except (ValueError, OSError):
            missing.append(name)
    return missing


def _mapped_bytes() -> int:
    """The address space in use; 0 where it cannot be asked for."""
    try:
        with open("/proc/self/statm", "rb", buffering=0) as stated:
            pages = stated.read(_STATM_BYTES).split()[0]
    except OSError:
        return 0
    return int(pages) * mmap.PAGESIZE


def lock() -> list[str]:
    """Give up writing files, starting programs and the network; returns what could not be given up."""
    sys.addaudithook(_refuse_in_python)
    missing = []
    if not _no_written_files():
        missing.append("no written files")
    return missing + _lock_in_kernel(_WARDEN_ONLY.get(platform.machine(), ()))


def lock_warden() -> None:
    """Give up what the warden needs no more: everything that `lock` takes, but for making and ending cells.

    What cannot be given up is named by each cell, which tries again and answers for itself.
    """
    import resource

    _no_written_files()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        # Nobody of the same user, a cell least of all, may look into the warden or into a cell.
        _library().prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    _lock_in_kernel(())


def die_with(parent: int) -> None:
    """End this process as soon as `parent`, which forked it, ends. Linux only."""
    _library().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before the tie was made
        os._exit(1)


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _lock_in_kernel(more: tuple[int, ...]) -> list[str]:
    if not sys.platform.startswith("linux"):
        return ["no network (kernel)", "no programs (kernel)"]
    library = _library()
    if library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return ["no new privileges", "no network (kernel)", "no programs (kernel)"]
    missing = [] if _wall_off(library) else ["no view into other memory"]
    if not _filter_calls(library, more):
        missing += ["no network (kernel)", "no programs (kernel)"]
    return missing


def _wall_off(library: ctypes.CDLL) -> bool:
    """Enter a Landlock domain that changes no file and opens the memory of no process outside it.

    Without it a process could open the memory of any other of the same user under /proc, keys and all,
    make empty files, and remove full ones.
    """
    nothing = ctypes.c_void_p()
    version = library.syscall(_CREATE_RULESET, nothing, ctypes.c_size_t(0), _ASK_VERSION)
    handled = _LANDLOCK_FIRST & ~_LANDLOCK_READS | (_LANDLOCK_TRUNCATE if version >= 3 else 0)
    stated = ctypes.c_uint64(handled)
    rules = library.syscall(_CREATE_RULESET, ctypes.byref(stated), ctypes.c_size_t(ctypes.sizeof(stated)), 0)
    if rules < 0:
        return False
    try:
        return bool(library.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


_REFUSED_EVENTS = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.spawn",
    "os.posix_spawn",
    "shutil.",
)


def _refuse_in_python(event: str, _arguments: tuple[object, ...]) -> None:
    """Second fence, on every system: Python's own calls. A parser taken over in C would pass it."""
    if event.startswith(_REFUSED_EVENTS):
        raise PermissionError(event)


def _no_written_files() -> bool:
    try:
        import resource
    except ImportError:
        return False
    # A pipe is no file: the answer still gets out.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    return True


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def _filter_calls(library: ctypes.CDLL, more: tuple[int, ...]) -> bool:
    """Install a seccomp filter that refuses the calls above; the process cannot take it off again."""
    known = _REFUSED.get(platform.machine())
    if known is None or os.name != "posix":
        return False
    architecture, refused = known
    program = _assemble(architecture, (*refused, *more))
    buffer = ctypes.create_string_buffer(program, len(program))
    header = _Program(len(program) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    return bool(library.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(header), 0, 0) == 0)


def _assemble(architecture: int, refused: tuple[int, ...]) -> bytes:
    """The filter: another architecture is killed, a refused number answers EPERM, the rest passes."""
    count = len(refused)
    steps = [
        (_LOAD_WORD, 0, 0, _OFFSET_ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD_WORD, 0, 0, _OFFSET_NUMBER),
        (_JUMP_AT_LEAST, count + 1, 0, _X32_BIT),
    ]
    # Jump lengths count the steps between here and the refusing return, which stands last.
    steps += [(_JUMP_EQUAL, count - i, 0, number) for i, number in enumerate(refused)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE_WITH_EPERM)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
