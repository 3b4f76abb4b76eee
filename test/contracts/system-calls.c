/* Makes each system call that a box has to refuse, and says which were not refused, a word a line.
   Only in tests, where there is a compiler. What it makes, it makes for a child of its own alone. */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

/* A child that waits: what is traced is stopped, and must be nobody else. */
static pid_t target;

static int family(int domain, int type, int protocol) { return socket(domain, type, protocol) >= 0; }
static int vsock(void) { return family(40, SOCK_STREAM, 0); }
static int packet(void) { return family(17, SOCK_RAW, 0); }
static int raw(void) { return family(AF_INET, SOCK_RAW, 1); }
static int alg(void) { return family(38, SOCK_SEQPACKET, 0); }
static int key_socket(void) { return family(15, SOCK_RAW, 2); }
static int new_user(void) { return unshare(CLONE_NEWUSER) == 0; }
static int new_mount(void) { return unshare(CLONE_NEWNS) == 0; }
static int new_net(void) { return unshare(CLONE_NEWNET) == 0; }
static int clone_user(void) {
  long pid = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
  if (pid == 0) _exit(0);
  return pid > 0;
}
static int mounts(void) { return unshare(CLONE_NEWNS) == 0 && mount("none", "/", 0, MS_REC | MS_PRIVATE, 0) == 0 && mount("t", "/tmp", "tmpfs", 0, 0) == 0; }
static int open_tree_call(void) { return syscall(428, -100, "/", 1) >= 0; }
static int fsopen_call(void) { return syscall(430, "tmpfs", 0) >= 0; }
static int roots(void) { return chroot("/") == 0; }
static int bpf(void) { return syscall(SYS_bpf, 0, 0, 0) >= 0 || (errno != EPERM && errno != ENOSYS); }
static int perf(void) { char attr[128] = {1, 0, 0, 0, 112}; return syscall(SYS_perf_event_open, attr, 0, -1, -1, 0) >= 0; }
static int faults(void) { return syscall(SYS_userfaultfd, 1) >= 0; }
static int ring(void) { char params[256] = {0}; return syscall(425, 4, params) >= 0; }
static int keys(void) { return syscall(SYS_keyctl, 0, -3, 1) >= 0; }
static int adds_key(void) { return syscall(SYS_add_key, "user", "espalier-look", "x", 1, -1) >= 0; }
static int traces(void) { return ptrace(PTRACE_ATTACH, target, 0, 0) == 0; }
static int traced(void) { return ptrace(PTRACE_TRACEME, 0, 0, 0) == 0; }
static int reads_memory(void) { errno = 0; syscall(SYS_process_vm_readv, target, 0, 0, 0, 0, 0); return errno == 0; }
static int handles(void) { char handle[128] = {120}; int id; return syscall(SYS_name_to_handle_at, -100, "/tmp", handle, &id, 0) == 0 || errno == EOVERFLOW; }
static int device(void) {
  char path[64];
  snprintf(path, sizeof path, "/tmp/espalier-device-%d", getpid());
  int made = mknod(path, S_IFBLK | 0600, makedev(254, 0)) == 0;
  unlink(path);
  return made;
}
static int root_user(void) { return setuid(0) == 0; }
static int log_read(void) { char text[64]; return syscall(SYS_syslog, 3, text, sizeof text) >= 0; }
static int personal(void) { return personality(0xffffffff) >= 0; }
static int compares(void) { return syscall(SYS_kcmp, getpid(), getpid(), 0, 0, 1) >= 0; }
static int types(void) { int r = ioctl(0, TIOCSTI, "x"); return r == 0 || errno != EPERM; }
static int fan(void) { return syscall(SYS_fanotify_init, 0, 0) >= 0; }
#ifdef __x86_64__
static int bits32(void) { long r; __asm__ volatile("int $0x80" : "=a"(r) : "a"(20L) : "memory"); return r > 0; }
static int x32(void) { errno = 0; return syscall(0x40000000 + 39) >= 0 || errno != ENOSYS; }
#endif

static const struct { const char *name; int (*works)(void); } calls[] = {
  {"vsock", vsock}, {"packet", packet}, {"raw", raw}, {"alg", alg}, {"key-socket", key_socket}, {"new-user", new_user},
  {"new-mount", new_mount}, {"new-net", new_net}, {"clone-user", clone_user}, {"mount", mounts}, {"open-tree", open_tree_call},
  {"fsopen", fsopen_call}, {"chroot", roots}, {"bpf", bpf}, {"perf", perf}, {"userfaultfd", faults}, {"io-uring", ring}, {"keyctl", keys},
  {"add-key", adds_key}, {"ptrace", traces}, {"ptrace-me", traced}, {"process-vm", reads_memory}, {"handles", handles}, {"mknod", device},
  {"setuid", root_user}, {"syslog", log_read}, {"personality", personal}, {"kcmp", compares}, {"tiocsti", types}, {"fanotify", fan},
#ifdef __x86_64__
  {"32-bit", bits32}, {"x32", x32},
#endif
};

int main(void) {
  target = fork();
  if (target == 0) for (;;) pause();
  for (unsigned at = 0; at < sizeof calls / sizeof *calls; at++) {
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) _exit(calls[at].works() ? 1 : 0);
    int status;
    waitpid(pid, &status, 0);
    /* Killed by the filter is refused as well. */
    printf("%s %s\n", calls[at].name, WIFEXITED(status) && WEXITSTATUS(status) == 1 ? "works" : "refused");
  }
  kill(target, SIGKILL);
  return 0;
}
