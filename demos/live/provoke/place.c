/* SPDX-License-Identifier: MIT */
/*
 * place.c: a call is made in libc, and its caller's address stands on the stack
 * above: the first word that points into the program itself.  Its function is
 * looked up in the program's own symbols, elf(5).
 */
#define _GNU_SOURCE /* strrchr on const, basename of paths */
#include "place.h"

#include <elf.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../memory.h"
#include "../proc_files.h"

enum { WORDS = 1024 };

struct image {
	const unsigned char *bytes;
	size_t size;
};

struct mapping {
	uint64_t start, end, offset; /* in memory; in the file */
};

/* Part of a file; NULL: it is not so long. */
static const void *
part(const struct image *image, uint64_t offset, uint64_t size)
{
	if (offset > image->size || size > image->size - offset ||
	    offset % _Alignof(ElfW(Ehdr)) != 0)
		return NULL;
	return image->bytes + offset;
}

/* Where the program's own instructions are: /proc/PID/maps, proc(5). */
static int
find_mapping(pid_t pid, const char *path, struct mapping *map)
{
	char *text = proc_text(pid, "maps"), *line, *end;
	char name[PATH_MAX], access[8];
	unsigned long long start, last, offset;
	int found = 0;

	for (line = text; line != NULL && !found; line = end) {
		end = strchr(line, '\n');
		if (end != NULL)
			*end++ = '\0';
		name[0] = '\0';
		if (sscanf(line, "%llx-%llx %7s %llx %*s %*s %4095[^\n]",
			&start, &last, access, &offset, name) < 4)
			continue;
		found = access[2] == 'x' && strcmp(name, path) == 0;
		*map = (struct mapping){ start, last, offset };
	}
	free(text);
	return found;
}

/* The first word on the stack that is an address in the program; 0: none. */
static uint64_t
caller_of(const struct thread *thread, const struct mapping *map)
{
	static unsigned char stack[WORDS * 8];
	const struct call *call = &thread->call;
	const size_t width = call->narrow ? 4 : 8;
	size_t size = (size_t)memory_read(
	    thread->tid, call->stack, stack, sizeof(stack));
	uint64_t word;

	if (call->instruction >= map->start && call->instruction < map->end)
		return call->instruction;
	for (size_t i = 0; i + width <= size; i += width) {
		word = memory_number(stack + i, call->narrow);
		if (word >= map->start && word < map->end)
			return word;
	}
	return 0;
}

/* An offset in the file, as the addresses of its symbols are counted. */
static uint64_t
address_of(const struct image *image, uint64_t offset)
{
	const ElfW(Ehdr) *head = part(image, 0, sizeof(*head));
	const ElfW(Phdr) * segment;

	for (int i = 0; i < head->e_phnum; i++) {
		segment = part(image,
		    head->e_phoff + (uint64_t)i * head->e_phentsize,
		    sizeof(*segment));
		if (segment != NULL && segment->p_type == PT_LOAD &&
		    offset >= segment->p_offset &&
		    offset - segment->p_offset < segment->p_filesz)
			return offset - segment->p_offset + segment->p_vaddr;
	}
	return offset;
}

/* The function around an address, from one table of symbols. */
static const char *
name_in(const struct image *image, const ElfW(Shdr) * table,
    const ElfW(Shdr) * strings, uint64_t address)
{
	const ElfW(Sym) * symbol;

	for (uint64_t i = 0; i + sizeof(*symbol) <= table->sh_size;
	     i += sizeof(*symbol)) {
		symbol = part(image, table->sh_offset + i, sizeof(*symbol));
		if (symbol == NULL)
			return NULL;
		if ((symbol->st_info & 0xf) == STT_FUNC &&
		    address >= symbol->st_value &&
		    address < symbol->st_value + symbol->st_size &&
		    symbol->st_name < strings->sh_size &&
		    strings->sh_offset + strings->sh_size <= image->size)
			return (const char *)image->bytes + strings->sh_offset +
			    symbol->st_name;
	}
	return NULL;
}

static const char *
function_at(const struct image *image, uint64_t offset)
{
	const ElfW(Ehdr) *head = part(image, 0, sizeof(*head));
	const ElfW(Shdr) * table, *strings;
	const char *name = NULL;

	if (head == NULL || memcmp(head->e_ident, ELFMAG, SELFMAG) != 0 ||
	    head->e_ident[EI_CLASS] !=
		(sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32))
		return NULL;
	for (int i = 0; i < head->e_shnum && name == NULL; i++) {
		table = part(image,
		    head->e_shoff + (uint64_t)i * head->e_shentsize,
		    sizeof(*table));
		if (table == NULL ||
		    (table->sh_type != SHT_SYMTAB &&
			table->sh_type != SHT_DYNSYM))
			continue;
		strings = part(image,
		    head->e_shoff +
			(uint64_t)table->sh_link * head->e_shentsize,
		    sizeof(*strings));
		if (strings != NULL)
			name = name_in(
			    image, table, strings, address_of(image, offset));
	}
	return name;
}

/* Write the function that the offset is in, if its file tells. */
static void
name_function(const char *path, uint64_t offset, char *text, size_t size)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	struct image image = { NULL, 0 };
	struct stat status;
	const char *name;
	void *map;

	if (file == -1)
		return;
	if (fstat(file, &status) == 0 && status.st_size > 0) {
		image.size = (size_t)status.st_size;
		map = mmap(NULL, image.size, PROT_READ, MAP_PRIVATE, file, 0);
		if (map != MAP_FAILED) {
			image.bytes = map;
			name = function_at(&image, offset);
			if (name != NULL)
				snprintf(text, size, "%.40s() in ", name);
			munmap(map, image.size);
		}
	}
	close(file);
}

void
place_of(const struct thread *thread, char *text, size_t size)
{
	char link[64], path[PATH_MAX], function[64] = "";
	const pid_t pid = thread->process->pid;
	struct mapping map = { 0, 0, 0 };
	uint64_t address = 0;

	text[0] = '\0';
	snprintf(link, sizeof(link), "/proc/%d/exe", (int)pid);
	if (proc_link(link, path, sizeof(path)) == -1)
		return;
	if (find_mapping(pid, path, &map))
		address = caller_of(thread, &map);
	if (address != 0)
		name_function(path, address - map.start + map.offset, function,
		    sizeof(function));
	snprintf(text, size, "%s%.40s", function, strrchr(path, '/') + 1);
	proc_printable(text);
}
