/* tracer PID MS: holds all threads of a process for so long, as a debugger does. The kernel lets them go when we end. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <signal.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    char path[64];
    struct dirent *entry;
    DIR *tasks;

    if (argc != 3) {
        return 64;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    snprintf(path, sizeof path, "/proc/%s/task", argv[1]);
    tasks = opendir(path);
    while (tasks != NULL && (entry = readdir(tasks)) != NULL) {
        pid_t thread = atoi(entry->d_name);
        if (thread > 0 && ptrace(PTRACE_SEIZE, thread, NULL, NULL) == 0) {
            ptrace(PTRACE_INTERRUPT, thread, NULL, NULL);
        }
    }
    usleep(1000 * (useconds_t)atoi(argv[2]));
    return 0;
}
