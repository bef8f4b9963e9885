/* SPDX-License-Identifier: MIT */
/*
 * cgroup.c: pids.max counts processes and threads of a control group and of
 * those below it: cgroups(7), Documentation/admin-guide/cgroup-v2.rst.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../proc_files.h"
#include "cgroup.h"

enum { PATH = 1024 };

/* "4:pids:/a" (version 1), "0::/a" (version 2) */
static int
group_of(int pid, const char *controller, char *group, size_t size)
{
	char *text = proc_text(pid, "cgroup"), *line, *end;
	int found = 0;

	line = text != NULL ? strstr(text, controller) : NULL;
	if (line != NULL) {
		line += strlen(controller);
		end = strchr(line, '\n');
		found = snprintf(group, size, "%.*s",
			    end != NULL ? (int)(end - line) : (int)strlen(line),
			    line) < (int)size;
	}
	free(text);
	return found;
}

/*
 * Where such a hierarchy is mounted, and what part of it: mountinfo in proc(5).
 */
static int
mounted(const char *kind, const char *option, char *part, char *where)
{
	char *text = proc_text(0, "self/mountinfo"), *line, *end, *type;
	int found = 0;

	for (line = text; line != NULL && *line != '\0' && !found; line = end) {
		end = strchr(line, '\n');
		if (end != NULL)
			*end++ = '\0';
		type = strstr(line, " - ");
		if (type == NULL ||
		    strncmp(type + 3, kind, strlen(kind)) != 0 ||
		    strstr(type, option) == NULL)
			continue;
		found = sscanf(line, "%*d %*d %*s %1023s %1023s", part,
			    where) == 2;
	}
	free(text);
	return found;
}

/* As proc_value() has it, of a file of a group. */
static long long
value(const char *directory, const char *file, const char *key)
{
	char path[2 * PATH + 32];

	snprintf(path, sizeof(path), "%s/%s", directory, file);
	return proc_value(path, key);
}

/* Is there less room here than where we looked before? */
static void
look(struct limit *limit, const char *directory)
{
	const long long most = value(directory, "pids.max", ""),
			used = value(directory, "pids.current", "");

	if (most < 0 || used < 0 ||
	    (limit->most != -1 && limit->most - limit->used <= most - used))
		return;
	limit->most = most;
	limit->used = used;
	/* "max 3" says how often one more was refused. */
	limit->refused = value(directory, "pids.events", "max ");
	snprintf(limit->where, sizeof(limit->where), "%.190s", directory);
	proc_printable(limit->where);
}

static int
find(int pid, char *directory, size_t size, size_t *root)
{
	char group[PATH], part[PATH], where[PATH], *below = group;

	if ((!group_of(pid, ":pids:", group, sizeof(group)) ||
		!mounted("cgroup ", "pids", part, where)) &&
	    (!group_of(pid, "0::", group, sizeof(group)) ||
		!mounted("cgroup2 ", "", part, where)))
		return 0;
	if (strcmp(part, "/") != 0 && strncmp(group, part, strlen(part)) == 0)
		below += strlen(part);
	/* Outside of our own cgroup namespace it is "/..": out of sight. */
	if (strstr(below, "/..") != NULL)
		return 0;
	*root = strlen(where);
	snprintf(directory, size, "%s%s", where,
	    strcmp(below, "/") == 0 ? "" : below);
	return access(directory, X_OK) == 0;
}

int
cgroup_read(struct limit *limit, int pid)
{
	char directory[2 * PATH];
	size_t root;

	if (!find(pid, directory, sizeof(directory), &root))
		return 0;
	for (;;) {
		char *end = strrchr(directory, '/');

		look(limit, directory);
		if (end == NULL || (size_t)(end - directory) < root)
			return 1;
		*end = '\0';
	}
}

int
cgroup_is_frozen(int pid)
{
	char directory[2 * PATH], path[2 * PATH + 32], *text;
	size_t root;
	int frozen;

	if (!find(pid, directory, sizeof(directory), &root))
		return 0;
	snprintf(path, sizeof(path), "%s/cgroup.events", directory);
	text = proc_text(0, path);
	frozen = text != NULL && strstr(text, "frozen 1") != NULL;
	free(text);
	return frozen;
}
