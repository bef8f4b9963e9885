/* SPDX-License-Identifier: MIT */
/*
 * cpu-ratio RUNS COMMAND OTHER: run the two in turn, RUNS times each, and print
 * the median CPU time (user and system, by wait4(2)) of each and of the ratio.
 * A command is split at spaces; its output goes where ours does.
 */
#define _DEFAULT_SOURCE /* wait4() */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define RUNS  1000
#define WORDS 32

static double
seconds(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

/* The CPU seconds that one run of `command` took. */
static double
run(const char *command)
{
	char line[1024], *words[WORDS + 1];
	struct rusage usage;
	int status, count = 0;
	pid_t pid;

	if (snprintf(line, sizeof(line), "%s", command) >= (int)sizeof(line))
		errx(2, "the command is too long");
	for (char *word = strtok(line, " "); word != NULL && count < WORDS;
	     word = strtok(NULL, " "))
		words[count++] = word;
	words[count] = NULL;
	pid = fork();
	if (pid == -1)
		err(99, "fork");
	if (pid == 0) {
		execv(words[0], words);
		err(99, "%s", words[0]);
	}
	if (wait4(pid, &status, 0, &usage) == -1)
		err(99, "wait4");
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		errx(1, "%s did not end with 0", words[0]);
	return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *values, int count)
{
	qsort(values, (size_t)count, sizeof(values[0]), by_size);
	return values[count / 2];
}

int
main(int argc, char *argv[])
{
	static double ours[RUNS], theirs[RUNS], ratios[RUNS];
	int runs;

	if (argc != 4 || (runs = atoi(argv[1])) < 1 || runs > RUNS)
		errx(2, "usage: cpu-ratio RUNS COMMAND OTHER");
	run(argv[2]);
	run(argv[3]);
	for (int i = 0; i < runs; i++) {
		ours[i] = run(argv[2]);
		theirs[i] = run(argv[3]);
		ratios[i] = ours[i] / theirs[i];
	}
	printf("CPU seconds, median of %d alternating runs\n", runs);
	printf("  %.4f  %s\n", median(ours, runs), argv[2]);
	printf("  %.4f  %s\n", median(theirs, runs), argv[3]);
	printf("  %.3f   ratio of the medians; %.3f median of the ratios\n",
	    ours[runs / 2] / theirs[runs / 2], median(ratios, runs));
	return 0;
}
