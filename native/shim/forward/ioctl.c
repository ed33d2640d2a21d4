/* SPDX-License-Identifier: MIT */
/* Only for how much there is to read, which includes what is held. */
#include <stdarg.h>
#include <sys/ioctl.h>

#include "../isolate/held.h"
#include "observe.h"

BP_REAL(int, ioctl, int, unsigned long, ...);

BP_EXPORT int ioctl(int fd, unsigned long request, ...)
{
    BP_RESOLVE(ioctl);
    va_list list;
    va_start(list, request);
    void *argument = va_arg(list, void *);
    va_end(list);
    fd = bp_visible(fd);
    int result = real_ioctl(fd, request, argument);
    if (request == FIONREAD && result == 0) *(int *)argument += (int)bp_held_behind(fd);
    return result;
}
