/* SPDX-License-Identifier: MIT */
/* The shim's descriptors: none at rest; where one is kept it is out of the way, gone when the program wants its number,
 * kept when it does not. */
#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../../native/shim/guard/hidden.h"
#include "../../../native/shim/record/spool.h"
#include "unit.h"

static int hidden(void)
{
    return bp_hidden[BP_HIDDEN_SPOOL].fd;
}

static int count_open(void)
{
    int count = 0;
    for (int fd = 0; fd < 4096; fd++)
        count += fcntl(fd, F_GETFD) != -1;
    return count;
}

static void none_is_there_at_rest(void)
{
    int before = count_open();
    CHECK(hidden() == -1 && bp_spool_open() && hidden() == -1);
    for (uint32_t number = 0; number < 3; number++) {
        int file = bp_spool_segment(1, number, BP_SEGMENT_MIN);
        CHECK(file >= 0 && close(file) == 0);
        bp_spool_remove(1, number);
    }
    CHECK(count_open() == before);
}

static void a_path_that_still_leads_there_needs_none(void)
{
    CHECK(bp_spool_keep() && hidden() >= 0);
    bp_spool_settle();
    CHECK(hidden() == -1);
}

static void a_path_that_leads_elsewhere_is_not_followed(void)
{
    char aside[4096];
    snprintf(aside, sizeof aside, "%s-aside", bp_spool_path());
    CHECK(bp_spool_keep() && rename(bp_spool_path(), aside) == 0 && mkdir(bp_spool_path(), 0700) == 0);
    bp_spool_settle();
    CHECK(hidden() >= 0);
    int file = bp_spool_file("probe", O_RDWR | O_CREAT);
    CHECK(file >= 0 && close(file) == 0);
    CHECK(rmdir(bp_spool_path()) == 0 && rename(aside, bp_spool_path()) == 0);
}

static void it_is_high_and_closes_on_exec(void)
{
    CHECK(hidden() >= 512 && bp_fd_hidden(hidden()) && !bp_fd_hidden(-1) && !bp_fd_hidden(0));
    CHECK(fcntl(hidden(), F_GETFD) == FD_CLOEXEC);
}

static void the_program_can_have_its_number(void)
{
    int wanted = hidden();
    bp_fd_vacate(wanted);
    CHECK(!bp_fd_hidden(wanted) && hidden() != wanted && fcntl(hidden(), F_GETFD) == FD_CLOEXEC);
    CHECK(dup2(0, wanted) == wanted);
    int file = bp_spool_file("probe", O_RDWR | O_CREAT);
    CHECK(file >= 0 && close(file) == 0 && close(wanted) == 0);
}

static void a_number_taken_by_force_is_left_to_its_taker(void)
{
    int taken = hidden();
    CHECK(dup2(0, taken) == taken);
    int file = bp_spool_file("probe", O_RDWR);
    CHECK(file >= 0 && close(file) == 0);
    CHECK(hidden() == -1 && fcntl(taken, F_GETFD) == 0 && close(taken) == 0);
}

static void a_small_limit_is_lived_with(void)
{
    struct rlimit before, small;
    getrlimit(RLIMIT_NOFILE, &before);
    small = before;
    small.rlim_cur = 16;
    setrlimit(RLIMIT_NOFILE, &small);
    CHECK(bp_spool_keep() && hidden() >= 8 && hidden() < 16);
    setrlimit(RLIMIT_NOFILE, &before);
}

static void a_spool_of_another_user_is_not_used(void)
{
    struct stat about;
    CHECK(stat(bp_spool_path(), &about) == 0 && (about.st_mode & 07777) == 01777);
    if (geteuid() != 0) return;
    bp_fd_drop(BP_HIDDEN_SPOOL, true);
    char first[4000], other[4096], aside[4096];
    snprintf(first, sizeof first, "%s", bp_spool_path());
    snprintf(other, sizeof other, "%s-0", first);
    snprintf(aside, sizeof aside, "%s-aside", first);
    CHECK(rename(first, aside) == 0 && mkdir(first, 01777) == 0 && chown(first, 12345, 12345) == 0);
    CHECK(bp_spool_open());
    CHECK_TEXT(other, bp_spool_path());
    CHECK(rmdir(other) == 0 && rmdir(first) == 0 && rename(aside, first) == 0);
}

int main(void)
{
    umask(077);
    CHECK(bp_recording());
    none_is_there_at_rest();
    a_path_that_still_leads_there_needs_none();
    a_path_that_leads_elsewhere_is_not_followed();
    it_is_high_and_closes_on_exec();
    the_program_can_have_its_number();
    a_number_taken_by_force_is_left_to_its_taker();
    a_small_limit_is_lived_with();
    a_spool_of_another_user_is_not_used();
    return 0;
}
