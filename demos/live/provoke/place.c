/* SPDX-License-Identifier: MIT */
/*
 * place.c: a call is made in libc, and its caller's address stands on the stack
 * above: the first word that points into the program itself.  Its function is
 * looked up in the program's own symbols, elf(5).  If another library's address
 * stands close before that one, it is named, too: an interpreter's module.
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

enum {
	WORDS = 1024,
	NEAR = 64, /* words: farther away may be what an older call has left */
	MAPPINGS = 256
};

struct image {
	const unsigned char *bytes;
	size_t size;
};

/* Instructions: /proc/PID/maps, proc(5). */
static struct mapping {
	uint64_t start, end, offset; /* in memory; in the file */
	const char *path;
} mappings[MAPPINGS];
static int mapped;

/* Part of a file; NULL: it is not so long. */
static const void *
part(const struct image *image, uint64_t offset, uint64_t size)
{
	if (offset > image->size || size > image->size - offset ||
	    offset % _Alignof(ElfW(Ehdr)) != 0)
		return NULL;
	return image->bytes + offset;
}

/* Look up the mappings.  Their paths are in the text, which is to be freed. */
static char *
read_mappings(pid_t pid)
{
	char *text = proc_text(pid, "maps"), *line, *end;
	unsigned long long start, last, offset;
	char access[8];
	int path;

	mapped = 0;
	for (line = text; line != NULL && mapped < MAPPINGS; line = end) {
		end = strchr(line, '\n');
		if (end != NULL)
			*end++ = '\0';
		path = 0;
		if (sscanf(line, "%llx-%llx %7s %llx %*s %*s %n", &start, &last,
			access, &offset, &path) == 4 &&
		    path > 0 && line[path] == '/' && access[2] == 'x')
			mappings[mapped++] = (struct mapping){ start, last,
				offset, line + path };
	}
	return text;
}

static const struct mapping *
mapping_of(const char *path)
{
	for (int i = 0; i < mapped; i++)
		if (strcmp(mappings[i].path, path) == 0)
			return &mappings[i];
	return NULL;
}

static const struct mapping *
mapping_at(uint64_t address)
{
	for (int i = 0; i < mapped; i++)
		if (address >= mappings[i].start && address < mappings[i].end)
			return &mappings[i];
	return NULL;
}

static const char *
base_of(const char *path)
{
	return strrchr(path, '/') + 1;
}

/* What stands between every program and the kernel: libc, sanitizers. */
static int
is_between(const struct mapping *map, const struct mapping *call)
{
	static const char *const names[] = { "libc.", "libc-", "libpthread",
		"ld-", "libasan", "libtsan", "libubsan", "liblsan" };
	const char *base = base_of(map->path);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strncmp(base, names[i], strlen(names[i])) == 0)
			return 1;
	return call != NULL && strcmp(map->path, call->path) == 0;
}

/*
 * The first word on the stack that is an address in the program; 0: none.
 * `through`: the library that made the call for it; NULL: it did so itself.
 */
static uint64_t
caller_of(const struct thread *thread, const struct mapping *program,
    const struct mapping **through)
{
	static unsigned char stack[WORDS * 8];
	const struct call *call = &thread->call;
	const struct mapping *made = mapping_at(call->instruction), *map;
	const size_t width = call->narrow ? 4 : 8;
	size_t size = (size_t)memory_read(
	    thread->tid, call->stack, stack, sizeof(stack));
	uint64_t word;

	*through = NULL;
	if (made == program)
		return call->instruction;
	for (size_t i = 0; i + width <= size; i += width) {
		word = memory_number(stack + i, call->narrow);
		map = mapping_at(word);
		if (map == program)
			return word;
		if (map != NULL && *through == NULL && i < NEAR * width &&
		    !is_between(map, made))
			*through = map;
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

/* A library, without what its name says of versions: "libcurl", "_socket". */
static void
name_library(const char *path, char *text, size_t size)
{
	const char *base = base_of(path);
	const char *end = strstr(base, ".so"), *python = strstr(base, ".cpy");

	if (python != NULL && (end == NULL || python < end))
		end = python;
	snprintf(text, size, ", through %.*s",
	    end != NULL && end - base < 24 ? (int)(end - base) : 24, base);
}

void
place_of(const struct thread *thread, char *text, size_t size)
{
	char link[64], path[PATH_MAX], function[64] = "", library[40] = "";
	const pid_t pid = thread->process->pid;
	const struct mapping *program, *through;
	uint64_t address;
	char *maps;

	text[0] = '\0';
	snprintf(link, sizeof(link), "/proc/%d/exe", (int)pid);
	if (proc_link(link, path, sizeof(path)) == -1)
		return;
	maps = read_mappings(pid);
	program = mapping_of(path);
	address = program != NULL ? caller_of(thread, program, &through) : 0;
	if (address != 0)
		name_function(path, address - program->start + program->offset,
		    function, sizeof(function));
	if (address != 0 && through != NULL)
		name_library(through->path, library, sizeof(library));
	free(maps);
	snprintf(text, size, "%s%.40s%s", function, base_of(path), library);
	proc_printable(text);
}
