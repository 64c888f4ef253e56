/*
 * Comes between QEMU and the kernel, at the UNIX socket whose path ends with /chardev and nowhere else: after
 * TRIAL_AFTER bytes, writing there does what TRIAL_DOES says. It is loaded beside libraries of any age, so it wants
 * nothing of them but what has always been there.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

static long sent;
static int done;

static int is_chardev(int fd)
{
    static const char end[] = "/chardev";
    struct sockaddr_un name = { 0 };
    socklen_t length = sizeof name - 1;
    size_t size;
    int saved = errno;
    int failed = getsockname(fd, (struct sockaddr *)&name, &length);

    errno = saved;
    if (failed || name.sun_family != AF_UNIX) {
        return 0;
    }
    size = strlen(name.sun_path);
    return size >= sizeof end - 1 && strcmp(name.sun_path + size - (sizeof end - 1), end) == 0;
}

static long number(const char *text)
{
    long value = 0;

    for (; text != NULL && *text >= '0' && *text <= '9'; text++) {
        value = 10 * value + *text - '0';
    }
    return value;
}

/* Whether it did something else than sending: then *result is what the caller gets. */
static int hinders(int fd, const struct iovec *parts, size_t count, ssize_t *result)
{
    const char *does = getenv("TRIAL_DOES");
    ssize_t size = 0;

    if (does == NULL || !is_chardev(fd)) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        size += parts[i].iov_len;
    }
    if (sent + size <= number(getenv("TRIAL_AFTER"))) {
        return 0;
    }
    if (strcmp(does, "block") == 0) {
        for (;;) {
            pause();
        }
    }
    if (strcmp(does, "nap") == 0 && !done) {
        done = 1;
        usleep(1000 * (useconds_t)number(getenv("TRIAL_NAP_MS")));
    }
    if (strcmp(does, "spin") == 0) {
        for (volatile int turns = 0;; turns++) {
        }
    }
    if (strcmp(does, "abort") == 0) {
        abort();
    }
    if (strcmp(does, "refuse") == 0) {
        errno = EAGAIN;
        *result = -1;
        return 1;
    }
    if (strcmp(does, "drop") == 0 && !done && size > 0) {
        done = 1;
        *result = size;
        return 1;
    }
    if (strcmp(does, "shorten") == 0 && parts[0].iov_len > 0) {
        size_t most = number(getenv("TRIAL_MOST"));
        size_t part = parts[0].iov_len < most ? parts[0].iov_len : most;
        *result = syscall(SYS_sendto, fd, parts[0].iov_base, part, MSG_NOSIGNAL, NULL, 0);
        return 1;
    }
    return 0;
}

static ssize_t counted(int fd, ssize_t result)
{
    if (result > 0 && getenv("TRIAL_DOES") != NULL && is_chardev(fd)) {
        sent += result;
    }
    return result;
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    ssize_t result;

    if (hinders(fd, message->msg_iov, message->msg_iovlen, &result)) {
        return result;
    }
    return counted(fd, syscall(SYS_sendmsg, fd, message, flags));
}

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    const struct iovec part = { (void *)data, size };
    ssize_t result;

    if (hinders(fd, &part, 1, &result)) {
        return result;
    }
    return counted(fd, syscall(SYS_sendto, fd, data, size, flags, NULL, 0));
}

ssize_t write(int fd, const void *data, size_t size)
{
    const struct iovec part = { (void *)data, size };
    ssize_t result;

    if (hinders(fd, &part, 1, &result)) {
        return result;
    }
    return counted(fd, syscall(SYS_write, fd, data, size));
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    ssize_t result;

    if (hinders(fd, parts, count, &result)) {
        return result;
    }
    return counted(fd, syscall(SYS_writev, fd, parts, count));
}
