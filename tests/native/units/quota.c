/* SPDX-License-Identifier: MIT */
/* What LIBBTRACE_QUOTA allows in an empty folder of shared memory, asked anew by a process for each value. */
#include "../../../native/shim/record/quota.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../../native/shim/guard/settings.h"
#include "unit.h"

static bool allows(const char *quota, uint64_t size)
{
    pid_t child = fork();
    if (child == 0) {
        char folder[] = "/dev/shm/bp-quota-XXXXXX";
        if (quota) setenv("LIBBTRACE_QUOTA", quota, 1);
        bp_settings_read();
        if (!mkdtemp(folder)) _exit(2);
        int fd = open(folder, O_PATH | O_DIRECTORY);
        rmdir(folder);
        _exit(bp_quota_allows(fd, size) ? 1 : 0);
    }
    int status;
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) < 2);
    return WEXITSTATUS(status) == 1;
}

int main(void)
{
    CHECK(allows(NULL, BP_SEGMENT_MIN));
    CHECK(allows("1G", BP_SEGMENT_MIN));
    CHECK(allows("64K", 65536) && !allows("64K", 65537));
    CHECK(allows("65536", 65536) && !allows("65535", 65536));
    CHECK(!allows("0", BP_SEGMENT_MIN) && !allows("0M", BP_SEGMENT_MIN));
    /* What makes no sense counts as not set. */
    CHECK(allows("", BP_SEGMENT_MIN) && allows("K", BP_SEGMENT_MIN) && allows("1KB", BP_SEGMENT_MIN) &&
          allows("1 ", BP_SEGMENT_MIN) && allows("-1", BP_SEGMENT_MIN));
    printf("ok\n");
    return 0;
}
