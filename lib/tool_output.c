/* SPDX-License-Identifier: MIT */
/* tool_output.c: a program that serves, and output that is no report. */
#include "internal.h"

void
eag_at_once(int on)
{
	eag__run.at_once = on;
	eag__write_out();
}

void
eag_serve(void)
{
	if (eag__common.timeout == 0)
		eag__watchdog_pause();
	eag_at_once(1);
}

int
eag_raw(const char *bytes, size_t length)
{
	eag__enter();
	eag__append(&eag__run.text, bytes, length);
	eag__leave();
	eag__write_out();
	return eag__run.text.failed == 0;
}

int
eag_takes_raw(void)
{
	return eag__run.text.fd != -1;
}

int
eag_accessible(void)
{
	return eag__run.accessible;
}

/* Errnos of io_uring results need not be declared. */
void
eag_queued(const char *actor, const int *result, const char *call)
{
	const int value = result != NULL ? *result : 0;

	eag__emit(&(struct eag__event){
	    .kind = result == NULL ? EAG__SUBMITTED : EAG__COMPLETED,
	    .actor = actor,
	    .text = call,
	    .value = value < 0 ? -1 : value,
	    .error = value < 0 ? -value : 0 });
}

void
eag_row(const char *text)
{
	eag__emit(&(struct eag__event){ .kind = EAG__ROW, .text = text });
}

void
eag_record(const char *event, const struct eag_field *fields)
{
	eag__emit(&(struct eag__event){
	    .kind = EAG__RECORD, .name = event, .fields = fields });
}
