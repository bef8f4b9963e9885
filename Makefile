# SPDX-License-Identifier: MIT
# GNU make.  Programs are found, not listed: demos/CHAPTER/NAME.c, where a name
# with a hyphen is a program.  One without, there or in a folder of the chapter,
# is linked into those of the chapter's programs that call it.

O	= build
PREFIX	?= /usr/local
bindir	= $(PREFIX)/bin
libdir	= $(PREFIX)/lib
libexecdir = $(PREFIX)/libexec
includedir = $(PREFIX)/include
datadir	= $(PREFIX)/share
mandir	= $(datadir)/man
completionsdir = $(datadir)/bash-completion/completions
CFLAGS	?= -O2 -g
BATS	?= bats
INSTALL	?= install
V	= 0

programs := $(wildcard demos/*/*-*.c)
shared	:= $(foreach c,$(wildcard demos/*/*.c demos/*/*/*.c), \
	$(if $(findstring -,$(notdir $(c))),,$(c)))
chapter	= $(word 2,$(subst /, ,$(1)))
chapters := $(sort $(foreach c,$(shared),$(call chapter,$(c))))
# CHAPTER:OTHER, where a chapter includes "../OTHER/...": it links that one too.
uses	:= $(shell grep -Ho '^.include "\.\./[a-z]*/' demos/*/*.[ch] | \
	sed 's,demos/\([a-z]*\)/.*/\([a-z]*\)/$$,\1:\2,')
bins	:= $(patsubst %.c,$(O)/bin/%,$(notdir $(programs)))
fixtures := $(patsubst tests/%.c,$(O)/%,$(wildcard tests/fixtures/*.c))
examples := $(patsubst docs/%.c,$(O)/%,$(wildcard docs/examples/*.c))
benches	:= $(patsubst tests/%.c,$(O)/%,$(wildcard tests/bench/*.c))
judges	:= $(patsubst docs/%.c,$(O)/%,$(wildcard docs/exercises/*/judge.c))
lib	:= $(O)/lib/libeagain.a
version	:= $(shell sed -n 's/.*EAG_VERSION "\(.*\)".*/\1/p' lib/eagain.h)
soname	:= libeagain.so.0
shared_lib := $(soname)$(version:0%=%)
commands := eagain walk try plot class-report demo
objects	= $(patsubst %.c,$(O)/obj/%.o,$(1))
archive	= $(patsubst %,$(O)/obj/demos/%.a,$(filter $(chapters),$(1)))
# Objects whose source is gone: what was made of them is made anew, or removed.
gone	:= $(foreach o,$(shell find $(O)/obj -name '*.o' 2>/dev/null),$(if \
	$(wildcard $(o:$(O)/obj/%.o=%.c)),,$(o)))
anew	= $(if $(filter $(addprefix $(O)/obj/,$(1)),$(gone)),FORCE)

flags	:= -std=c11 -pthread -D_POSIX_C_SOURCE=200809L -Ilib -MMD -MP \
	-ffile-prefix-map='$(subst ','\'',$(CURDIR))'=. \
	-Wall -Wextra -Wpedantic -Wshadow -Wconversion \
	-Wstrict-prototypes -Wmissing-prototypes -Wvla \
	-Wno-missing-field-initializers \
	$(if $(WERROR),-Werror) \
	$(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer)
build	= $(CC) $(flags) $(CPPFLAGS) $(CFLAGS)
link	= $(build) $(LDFLAGS) -o $@ $(filter %.o %.a,$^) $(LDLIBS) -lrt
export EAG_FLAGS = $(build) $(LDFLAGS) $(LDLIBS)
ifneq ($(words $(O)),1)
$(error O=$(O): a folder without spaces in its name, please)
endif
ifneq ($(word 2,$(PREFIX))$(word 2,$(DESTDIR)),)
$(error PREFIX=$(PREFIX) DESTDIR=$(DESTDIR): folders without spaces in their names, please)
endif
silent	:= $(findstring s,$(firstword -$(MAKEFLAGS)))
quiet	= $(if $(filter-out 0,$(V)),,@$(if $(silent),,echo '  $(1)  $(@:$(O)/%=%)';))

all: $(bins) $(judges) $(O)/errno-table

# Programs without a source are seen by nobody: docs, install, the tests.
ifneq ($(gone),)
all:
	@rm -f $(gone) $(gone:.o=.d) $(filter-out $(call archive,$(chapters)), \
	    $(wildcard $(O)/obj/demos/*.a)) $(filter-out $(bins), \
	    $(patsubst %.o,$(O)/bin/%,$(notdir $(filter $(O)/obj/demos/%,$(gone))))) \
	    $(patsubst $(O)/obj/docs/%.o,$(O)/%,$(filter $(O)/obj/docs/%,$(gone)))
endif

# One rule a program: its own object; of its chapter, and of those that this
# uses, what it calls; the library.
define program
$(O)/bin/$(basename $(notdir $(1))): $(call objects,$(1)) \
    $(call archive,$(2) $(patsubst $(2):%,%,$(filter $(2):%,$(uses)))) $(lib)
endef
$(foreach p,$(programs),$(eval $(call program,$(p),$(call chapter,$(p)))))

define archives
$(call archive,$(1)): $(call objects,$(filter demos/$(1)/%,$(shared))) \
    $(call anew,demos/$(1)/%)
endef
$(foreach c,$(chapters),$(eval $(call archives,$(c))))

# A judge: what an exercise brings along, what all judges share, the library.
$(judges): $(O)/%: $(O)/obj/docs/%.o \
    $(call objects,$(wildcard docs/exercises/judge/*.c)) $(lib) \
    $(call anew,docs/exercises/judge/%)

$(bins) $(judges):
	@mkdir -p $(@D)
	$(call quiet,LD)$(link)

$(lib): $(call objects,$(wildcard lib/*.c)) $(call anew,lib/%)

$(lib) $(call archive,$(chapters)):
	@mkdir -p $(@D)
	$(call quiet,AR)rm -f $@ && $(AR) rcs $@ $(filter %.o,$^)

# The flags are a prerequisite: other ones, and all is built anew.
$(O)/obj/%.o: %.c $(O)/flags
	@mkdir -p $(@D)
	$(call quiet,CC)$(build) -c -o $@ $<

$(O)/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' "$$EAG_FLAGS" | cmp -s - $@ || \
	    printf '%s\n' "$$EAG_FLAGS" > $@

demo: all		## see EAGAIN happen: the main cases, told in full
	@scripts/demo $(O)/bin

check test: all $(fixtures) $(examples)	## run all tests; FILTER=regexp COSTS=1 REPORT=DIR
	@O='$(O)' CC='$(CC)' BATS='$(BATS)' scripts/check $(if $(COSTS),--costs) \
	    $(if $(REPORT),--report='$(REPORT)') '$(FILTER)'

lint:			## what the installed linters say
	@CC='$(CC)' scripts/lint

docs: all $(examples)	## write what is generated, bless what changed
	@O='$(O)' scripts/docs --write
	@O='$(O)' scripts/proofs

bench: all $(benches)	## what a report costs; the echo servers' speed
	@CC='$(CC)' scripts/bench $(O) $(ROUNDS)

stress: all $(fixtures)	## every program N=100 times, 16 at once; large tests
	@O='$(O)' BATS='$(BATS)' scripts/stress '$(or $(N),100)'

mutants: all		## break sources on purpose: do the claims turn red?
	@O='$(O)' CC='$(CC)' SANITIZE='$(SANITIZE)' scripts/mutants '$(FILTER)'

faults: all		## let calls fail on purpose: does anybody pass all the same?
	@O='$(O)' ALL='$(ALL)' scripts/faults '$(FILTER)'

$(O)/errno-table: $(call objects,scripts/lib/errno-table.c) $(lib)
$(fixtures): $(O)/%: $(O)/obj/tests/%.o $(lib)
$(benches): $(O)/%: $(O)/obj/tests/%.o $(call archive,compare echo) $(lib)
$(examples): $(O)/%: $(O)/obj/docs/%.o $(lib)
$(O)/errno-table $(fixtures) $(benches) $(examples):
	@mkdir -p $(@D)
	$(call quiet,LD)$(link)

handouts: all		## all lessons on paper: for the class, to take home, the key
	@O='$(O)' scripts/handouts '$(O)/handouts' docs/lessons/[0-9]*.md
	@for pages in $(wildcard docs/lessons.*); do \
		O='$(O)' scripts/handouts --lang="$${pages##*.}" "$(O)/handouts/$${pages##*.}" || exit; \
	done

# The shared library: its own objects, and only eag_ names: lib/libeagain.map.
$(O)/pic/%.o: %.c $(O)/flags
	@mkdir -p $(@D)
	$(call quiet,CC)$(build) -fPIC -c -o $@ $<

$(O)/lib/$(shared_lib): $(patsubst %.c,$(O)/pic/%.o,$(wildcard lib/*.c)) lib/libeagain.map
	@mkdir -p $(@D)
	$(call quiet,LD)$(build) $(LDFLAGS) -shared -Wl,-soname,$(soname) \
	    -Wl,--version-script,lib/libeagain.map -o $@ $(filter %.o,$^) $(LDLIBS) -lrt

# Manual pages: written ones in docs/man; of each program, from what it says of itself.
man: all		## the manual pages of the programs, in O/man
	@O='$(O)' scripts/man '$(O)/man'

# All that the commands need is one tree, as here: scripts, docs, sources, and a link
# "build" to the programs.  On the PATH there is eagain alone.
to	= $(DESTDIR)$(1)
tree	= $(call to,$(datadir)/eagain)
install: all man $(O)/lib/$(shared_lib)	## to PREFIX, below DESTDIR
	$(INSTALL) -d '$(call to,$(bindir))' '$(call to,$(libdir))/pkgconfig' \
	    '$(call to,$(includedir))' '$(call to,$(libexecdir))/eagain/bin' '$(tree)' \
	    $(foreach s,1 3 7,'$(call to,$(mandir))/man$(s)') '$(call to,$(completionsdir))'
	$(INSTALL) $(bins) '$(call to,$(libexecdir))/eagain/bin'
	$(INSTALL) $(O)/errno-table '$(call to,$(libexecdir))/eagain'
	cd '$(O)' && cp --parents $(judges:$(O)/%=%) '$(abspath $(call to,$(libexecdir)))/eagain'
	cp -R --parents $(addprefix scripts/,$(commands) lib) demos docs LICENSE README.md \
	    '$(tree)'
	chmod -R u+w,go-w,a+rX '$(tree)' '$(call to,$(libexecdir))/eagain'
	ln -srfn '$(call to,$(libexecdir))/eagain' '$(tree)/build'
	ln -srf '$(tree)/scripts/eagain' '$(call to,$(bindir))/eagain'
	$(INSTALL) -m 644 $(lib) '$(call to,$(libdir))'
	$(INSTALL) -m 644 $(O)/lib/$(shared_lib) '$(call to,$(libdir))'
	ln -sf $(shared_lib) '$(call to,$(libdir))/$(soname)'
	ln -sf $(soname) '$(call to,$(libdir))/libeagain.so'
	$(INSTALL) -m 644 lib/eagain.h '$(call to,$(includedir))'
	printf '%s\n' 'libdir=$(libdir)' 'includedir=$(includedir)' '' 'Name: libeagain' \
	    'Description: says what a call on a non-blocking descriptor answered, and why' \
	    'Version: $(version)' 'Libs: -L$${libdir} -leagain' 'Libs.private: -lrt -pthread' \
	    'Cflags: -I$${includedir}' > '$(call to,$(libdir))/pkgconfig/libeagain.pc'
	$(INSTALL) -m 644 docs/man/*.1 $(O)/man/*.1 '$(call to,$(mandir))/man1'
	$(INSTALL) -m 644 docs/man/*.3 '$(call to,$(mandir))/man3'
	$(INSTALL) -m 644 docs/man/*.7 '$(call to,$(mandir))/man7'
	scripts/eagain completion bash > '$(call to,$(completionsdir))/eagain'

uninstall:		## what install put there
	rm -rf '$(tree)' '$(call to,$(libexecdir))/eagain'
	rm -f '$(call to,$(bindir))/eagain' '$(call to,$(completionsdir))/eagain' \
	    $(foreach f,libeagain.a libeagain.so $(soname) $(shared_lib) \
	    pkgconfig/libeagain.pc,'$(call to,$(libdir))/$(f)') \
	    '$(call to,$(includedir))/eagain.h' '$(call to,$(mandir))/man1/eagain.1' \
	    '$(call to,$(mandir))/man1/'eagain-*.1 '$(call to,$(mandir))/man3/libeagain.3' \
	    '$(call to,$(mandir))/man7/eagain.7'

# The same bytes each time: only what git has, the commit's time, nobody's name.
dist:			## eagain-VERSION.tar.gz, in O
	@git rev-parse HEAD >/dev/null
	@mkdir -p '$(O)'
	git archive --format=tar --prefix='eagain-$(version)/' HEAD | gzip -n -9 \
	    > '$(O)/eagain-$(version).tar.gz'

new:			## NAME=chapter/name: a program to start from
	@scripts/new '$(NAME)'

clean:			## remove what was built
	rm -rf '$(O)'

help:			## this list
	@awk -F ':.*##' '/^[a-z ]+:.*##/ { printf "make %-12s%s\n", $$1, $$2 }' \
	    Makefile

.PHONY: all demo check test lint docs bench stress mutants faults handouts install \
	man uninstall dist new clean help FORCE
.DELETE_ON_ERROR:

-include $(shell find $(O)/obj $(O)/pic -name '*.d' 2>/dev/null)
