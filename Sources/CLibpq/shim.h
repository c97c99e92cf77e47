#ifndef SHOUWEN_CLIBPQ_SHIM_H
#define SHOUWEN_CLIBPQ_SHIM_H

#include <libpq-fe.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

/* libpq prints server notices to stderr by default; they may quote values, so they are dropped. */
static inline void shouwen_ignore_notice(void *argument, const PGresult *result) {
    (void)argument;
    (void)result;
}

static inline void shouwen_silence_notices(PGconn *connection) {
    PQsetNoticeReceiver(connection, shouwen_ignore_notice, 0);
}

static inline int shouwen_eventfd(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

/* As shown by ps and gdb; at most 15 bytes. */
static inline void shouwen_name_thread(const char *name) {
    prctl(PR_SET_NAME, name, 0, 0, 0);
}

#endif
