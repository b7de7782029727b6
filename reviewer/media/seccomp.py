"""The system-call block-list of the decoding child, as a raw BPF program (Linux).

Everything a decoder has no business with answers EPERM: files, sockets, processes, signals,
namespaces, and memory that is both new and executable. What stays is reading and writing the
two pipes that are already open, plain memory, time and exit. Calls newer than this list
answer ENOSYS. Numbers are those of the kernel's own tables for x86_64 and aarch64.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys

# name:x86_64:aarch64, a dash where the machine has no such call.
_BLOCKED = """
open:2:- openat:257:56 openat2:437:437 open_by_handle_at:304:265 name_to_handle_at:303:264
creat:85:- unlink:87:- unlinkat:263:35 rename:82:- renameat:264:38 renameat2:316:276
mkdir:83:- mkdirat:258:34 rmdir:84:- link:86:- linkat:265:37 symlink:88:- symlinkat:266:36
mknod:133:- mknodat:259:33 chmod:90:- fchmod:91:52 fchmodat:268:53 chown:92:- fchown:93:55
lchown:94:- fchownat:260:54 truncate:76:45 ftruncate:77:46 utime:132:- utimes:235:-
utimensat:280:88 futimesat:261:- chdir:80:49 fchdir:81:50 chroot:161:51 pivot_root:155:41
mount:165:40 umount2:166:39 move_mount:429:429 fsopen:430:430 fsconfig:431:431
fsmount:432:432 fspick:433:433 open_tree:428:428 mount_setattr:442:442 quotactl:179:60
quotactl_fd:443:443 swapon:167:224 swapoff:168:225 acct:163:89 setxattr:188:5 lsetxattr:189:6
fsetxattr:190:7 removexattr:197:14 lremovexattr:198:15 fremovexattr:199:16 inotify_init:253:-
inotify_init1:294:26 inotify_add_watch:254:27 fanotify_init:300:262 fanotify_mark:301:263
getdents:78:- getdents64:217:61 memfd_create:319:279 memfd_secret:447:447 ioctl:16:29
uselib:134:- fallocate:285:47 fchmodat2:452:452 statmount:457:457 listmount:458:458

stat:4:- lstat:6:- newfstatat:262:79 statx:332:291 access:21:- faccessat:269:48
faccessat2:439:439 readlink:89:- readlinkat:267:78 statfs:137:43 ustat:136:- getxattr:191:8
lgetxattr:192:9 listxattr:194:11 llistxattr:195:12 getcwd:79:17

socket:41:198 socketpair:53:199 connect:42:203 bind:49:200 listen:50:201 accept:43:202
accept4:288:242 sendto:44:206 sendmsg:46:211 sendmmsg:307:269 recvfrom:45:207 recvmsg:47:212
recvmmsg:299:243 shutdown:48:210 setsockopt:54:208 getsockopt:55:209 getsockname:51:204
getpeername:52:205

clone:56:220 clone3:435:435 fork:57:- vfork:58:- execve:59:221 execveat:322:281 kill:62:129
tkill:200:130 tgkill:234:131 rt_sigqueueinfo:129:138 rt_tgsigqueueinfo:297:240
pidfd_open:434:434 pidfd_getfd:438:438 pidfd_send_signal:424:424 ptrace:101:117
process_vm_readv:310:270 process_vm_writev:311:271 process_madvise:440:440
process_mrelease:448:448 kcmp:312:272 setpgid:109:154 setsid:112:157 setpriority:141:140
sched_setaffinity:203:122 sched_setscheduler:144:119 sched_setparam:142:118
sched_setattr:314:274 ioprio_set:251:30

unshare:272:97 setns:308:268 bpf:321:280 perf_event_open:298:241 io_uring_setup:425:425
io_uring_enter:426:426 io_uring_register:427:427 userfaultfd:323:282 keyctl:250:219
add_key:248:217 request_key:249:218 seccomp:317:277 landlock_create_ruleset:444:444
landlock_add_rule:445:445 landlock_restrict_self:446:446 prctl:157:167 prlimit64:302:261
setrlimit:160:164 personality:135:92 init_module:175:105 finit_module:313:273
delete_module:176:106 kexec_load:246:104 kexec_file_load:320:294 reboot:169:142
sethostname:170:161 setdomainname:171:162 settimeofday:164:170 clock_settime:227:112
clock_adjtime:305:266 adjtimex:159:171 syslog:103:116 iopl:172:- ioperm:173:-
modify_ldt:154:- arch_prctl:158:- vhangup:153:58 nfsservctl:180:42 lookup_dcookie:212:18
splice:275:76 tee:276:77 vmsplice:278:75 sendfile:40:71 copy_file_range:326:285
move_pages:279:239 migrate_pages:256:238 mbind:237:235 set_mempolicy:238:237
set_mempolicy_home_node:450:450 io_setup:206:0 io_submit:209:2 io_destroy:207:1
io_cancel:210:3 io_getevents:208:4 remap_file_pages:216:234 timer_create:222:107
setuid:105:146 setgid:106:144 setreuid:113:145 setregid:114:143 setresuid:117:147
setresgid:119:149 setfsuid:122:151 setfsgid:123:152 setgroups:116:159 capset:126:91

shmget:29:194 shmat:30:196 shmctl:31:195 shmdt:67:197 semget:64:190 semop:65:193 semctl:66:191
semtimedop:220:192 msgget:68:186 msgsnd:69:189 msgrcv:70:188 msgctl:71:187 mq_open:240:180
mq_unlink:241:181 mq_timedsend:242:182 mq_timedreceive:243:183 mq_notify:244:184
mq_getsetattr:245:185 eventfd:284:- eventfd2:290:19 signalfd:282:- signalfd4:289:74
timerfd_create:283:85 epoll_create:213:- epoll_create1:291:20 pipe:22:- pipe2:293:59 dup:32:23
dup2:33:- dup3:292:24 lsm_get_self_attr:459:459 lsm_set_self_attr:460:460
lsm_list_modules:461:461
"""

_NO_EXEC = "mmap:9:222 mprotect:10:226 pkey_mprotect:329:288"
_LAST_KNOWN = 462
_MACHINES = {"x86_64": (1, 0xC000003E), "aarch64": (2, 0xC00000B7)}

_LOAD, _EQUAL, _ABOVE, _ANY_BIT, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_EPERM, _ENOSYS = 1, 38
_NUMBER_AT, _ARCH_AT, _ARG2_AT = 0, 4, 32
_PROT_EXEC = 4

_PR_SET_SECCOMP, _MODE_FILTER, _PR_SET_NO_NEW_PRIVS = 22, 2, 38


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def numbers(machine: str, table: str = _BLOCKED) -> dict[str, int]:
    """Names of blocked calls to their numbers on a machine (``x86_64`` or ``aarch64``)."""
    column = _MACHINES[machine][0]
    rows = [row.split(":") for row in table.split()]
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}


def program(machine: str) -> bytes:
    """The BPF program for a machine: 8 bytes an instruction."""

    def step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
        return struct.pack("=HBBI", code, if_true, if_false, value)

    refuse = step(_RETURN, _ERRNO | _EPERM)
    steps = [
        step(_LOAD, _ARCH_AT),
        step(_EQUAL, _MACHINES[machine][1], 1, 0),
        step(_RETURN, _KILL),
        step(_LOAD, _NUMBER_AT),
        step(_ABOVE, _LAST_KNOWN, 0, 1),
        step(_RETURN, _ERRNO | _ENOSYS),
    ]
    for number in numbers(machine, _NO_EXEC).values():
        steps += [step(_EQUAL, number, 0, 4), step(_LOAD, _ARG2_AT)]
        steps += [step(_ANY_BIT, _PROT_EXEC, 0, 1), refuse, step(_RETURN, _ALLOW)]
    for number in sorted(numbers(machine).values()):
        steps += [step(_EQUAL, number, 0, 1), refuse]
    steps.append(step(_RETURN, _ALLOW))
    return b"".join(steps)


def restrict() -> str:
    """Put the filter on this thread, for good. Returns ``on`` or ``off: why``."""
    if not sys.platform.startswith("linux"):
        return "off: seccomp exists on Linux only"
    machine = platform.machine()
    if machine not in _MACHINES:
        return f"off: no list of system calls for {machine}"
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return f"off: no_new_privs was refused ({os.strerror(ctypes.get_errno())})"
    code = program(machine)
    buffer = ctypes.create_string_buffer(code, len(code))
    filter_ = _Program(len(code) // 8, ctypes.addressof(buffer))
    if libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(filter_), 0, 0):
        return f"off: the kernel refused the filter ({os.strerror(ctypes.get_errno())})"
    return _proved()


def _proved() -> str:
    try:
        os.getcwd()
    except PermissionError:
        return "on"
    except OSError as error:
        return f"off: the filter answered {error.errno} to the test call"
    return "off: the filter was taken but does not hold"
