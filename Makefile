# SPDX-License-Identifier: Apache-2.0
# Builds, tests and installs Zhoubao. Plain GNU make; everything made goes to build/. `make help` lists the targets.
#
# What packagers set: CC CFLAGS CPPFLAGS LDFLAGS, prefix bindir libdir datadir mandir docdir, DESTDIR, WERROR= (warnings are errors otherwise).
# What developers set: V=1 shows whole commands, SAN=1 builds with sanitizers into build/san/, BUILD=DIR builds elsewhere.

VERSION = 0.1.0

prefix  = /usr/local
bindir  = $(prefix)/bin
libdir  = $(prefix)/lib
datadir = $(prefix)/share
mandir  = $(datadir)/man
docdir  = $(datadir)/doc/zhoubao

CC      = gcc
AR      = ar
INSTALL = install
CFLAGS  = -O2 -g
WERROR  = -Werror

ifdef SAN
BUILD    = build/san
SANFLAGS = -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined
CFLAGS   = -O1 -g
else
BUILD    = build
SANFLAGS =
endif

# `make fuzz` makes itself anew like this: everything by clang, with what libFuzzer and the sanitizers need to see.
ifdef FUZZING
BUILD    = build/fuzz
CC       = clang
CFLAGS   = -O1 -g
SANFLAGS = -fsanitize=fuzzer-no-link,address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined
FUZZED   = -fsanitize=fuzzer
endif

# Sources ------------------------------------------------------------------------------------------------------------------

FOLDERS  = base model templates fonts layout charts render jobs cli
SOURCES  = $(sort $(wildcard $(addsuffix /*.c,$(FOLDERS))))
CATALOGUE = $(BUILD)/obj/base/catalogue_zh
OBJECTS  = $(SOURCES:%.c=$(BUILD)/obj/%.o) $(CATALOGUE).o
MAIN     = $(BUILD)/obj/cli/main.o $(BUILD)/obj/cli/environment.o
SHARE    = $(BUILD)/obj/base/locale.o
LIBRARY  = $(BUILD)/libzhoubao.a
PROGRAM  = $(BUILD)/zhoubao
SHARED   = $(BUILD)/libzhoubao.so
UNITS    = $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/unit/test_*.c)))
FUZZERS  = $(patsubst tests/fuzz/fuzz_%.c,$(BUILD)/targets/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
FAULTS   = $(BUILD)/tests/libfaults.so
PROBE    = $(BUILD)/tests/sandbox_probe
JUDGE    = $(BUILD)/tests/slips_judge
BENCHES  = $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(sort $(wildcard tests/bench/bench_*.c)))
MANPAGE  = $(BUILD)/zhoubao.1

# pkg-config is asked when a value is first used, once, so that `make demo` can install the packages before.
PACKAGES = libfyaml libcmark-gfm sqlite3 pangocairo pangoft2 harfbuzz harfbuzz-subset fontconfig freetype2 cairo libdeflate libwebp libturbojpeg libxxhash libpcre2-8
ask      = $(shell pkg-config $(1) $(PACKAGES) || echo PACKAGES-ARE-MISSING:-run-.ci/install-packages-build)
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(patsubst -I%,-isystem %,$$(call ask,--cflags)))$(PKG_CFLAGS)
PKG_LIBS   = $(eval PKG_LIBS := $$(call ask,--libs))$(PKG_LIBS)
LIBS       = $(PKG_LIBS) -lcmark-gfm-extensions -lcmark-gfm -lcsv -lhyphen -lm

WARNINGS = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla $(WERROR)
# The program is a small executable and a shared object (cli/main.c says why), which shows one symbol.
COMPILE  = $(CC) -fPIC -fvisibility=hidden -std=c11 -D_GNU_SOURCE -I. $(CPPFLAGS) $(PKG_CFLAGS) $(CFLAGS) $(WARNINGS) $(SANFLAGS)
LINK     = $(CC) $(CFLAGS) $(SANFLAGS) $(LDFLAGS)
# Only cli/ knows the version and the place of the installed templates.
CLI_DEFINES = -DZB_VERSION='"$(VERSION)"' -DZB_DATADIR='"$(datadir)/zhoubao"'

# V=1 shows the whole commands, else one short line for each.
Q   = $(if $(V),,@)
say = $(if $(V),,@printf '  %-7s %s\n' $(1) $(2);)
# Sub-makes run on all processors unless the caller chose.
SUBMAKE = $(MAKE) $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc 2>/dev/null || echo 2)) --no-print-directory

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all demo check check-web quick units lint metrics golden bench slips torture gallery fuzz po docs install uninstall clean help objects FORCE \
	packages-build packages-demo packages-check packages-fuzz packages-web

# Targets ------------------------------------------------------------------------------------------------------------------

all: $(PROGRAM) $(MANPAGE) ## builds the program (the default)

demo: packages-demo ## installs what is missing, builds, renders the sample to build/demo/
	+$(Q)$(SUBMAKE) all
	$(Q)BUILD=$(BUILD) .ci/demo

check: packages-check ## installs what the tests need, builds, runs every test
	+$(Q)$(SUBMAKE) all units benches fuzzers
	$(Q)BUILD=$(BUILD) SAN=$(SAN) MAKE='$(MAKE)' tests/run

quick: all units ## builds and runs the unit tests alone; installs nothing
	$(Q)BUILD=$(BUILD) SAN=$(SAN) tests/run unit

lint: ## fails where the code breaks the project's own measures
	$(Q)tests/metrics.py

metrics: ## prints the measures of the code
	$(Q)tests/metrics.py --print

golden: all ## rewrites the golden dumps; review with git diff
	$(Q)BUILD=$(BUILD) tests/dumps/run --update

bench: all benches ## prints time, memory and size of the sample, of it repeated, and of charts
	$(Q)BUILD=$(BUILD) tests/bench/run
	$(Q)BUILD=$(BUILD) tests/bench/charts

slips: all $(JUDGE) ## makes every slip in the sample's data, some 6,500, and looks where each is told: SLIPS="-v WORD" some
	$(Q)BUILD=$(BUILD) tests/slips/run --all $(SLIPS)

check-web: packages-web all ## compares editors' verdicts with ours; from npm by tests/web/package-lock.json
	$(Q)BUILD=$(BUILD) tests/web/install
	$(Q)BUILD=$(BUILD) tests/web/check

torture: all $(FAULTS) ## fails every call once, cuts memory, kills: TORTURE="--help" lists options; an hour or more
	$(Q)BUILD=$(BUILD) tests/faults/torture $(TORTURE)

gallery: all ## draws every kind of chart and the twenty hard cases into build/gallery/index.html
	$(Q)BUILD=$(BUILD) tests/gallery/make

fuzz: packages-fuzz ## runs every fuzz target (FUZZ=WORD: some) for FUZZ_SECONDS=20 each
	+$(Q)$(SUBMAKE) FUZZING=1 fuzzers
	$(Q)BUILD=build/fuzz FUZZ_SECONDS='$(FUZZ_SECONDS)' FUZZ='$(FUZZ)' tests/fuzz/campaign

po: ## updates the catalogue of messages from the sources: then translate what is empty in po/zh_CN.po
	$(Q)mkdir -p $(BUILD)
	$(Q)po/messages.py > $(BUILD)/zhoubao.pot
	$(Q)msgmerge --quiet --update --backup=none --no-fuzzy-matching --no-wrap po/zh_CN.po $(BUILD)/zhoubao.pot
	$(Q)msgattrib --no-obsolete --no-wrap -o po/zh_CN.po po/zh_CN.po
	$(Q)msgattrib --untranslated --no-wrap po/zh_CN.po

docs: all ## rewrites the references in docs/ that come from tables in the source
	$(Q)BUILD=$(BUILD) tests/reference.py --update

install: all ## installs below DESTDIR and prefix (/usr/local)
	$(Q)BUILD=$(BUILD) DESTDIR='$(DESTDIR)' bindir='$(bindir)' libdir='$(libdir)' datadir='$(datadir)' mandir='$(mandir)' docdir='$(docdir)' \
	    INSTALL='$(INSTALL)' .ci/install

uninstall: ## removes what install made
	$(Q)BUILD=$(BUILD) DESTDIR='$(DESTDIR)' bindir='$(bindir)' libdir='$(libdir)' datadir='$(datadir)' mandir='$(mandir)' docdir='$(docdir)' \
	    .ci/install --remove

clean: ## removes build/
	$(Q)rm -rf build

help: ## prints this list
	@echo 'make TARGET [V=1] [SAN=1] [prefix=DIR] [DESTDIR=DIR]'
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# One call each, for two package managers at a time stand in each other's way under `make -j`.
packages-build packages-demo packages-check packages-fuzz:
	$(Q).ci/install-packages $($(@:packages-%=sections-%))
sections-build = build
sections-demo  = build run
sections-check = build run test
sections-fuzz  = build run fuzz

# Who has node and npm, whatever from, keeps them.
packages-web: packages-check
	$(Q)command -v node >/dev/null && command -v npm >/dev/null || .ci/install-packages web

# Rules --------------------------------------------------------------------------------------------------------------------

.PHONY: benches fuzzers
objects: $(OBJECTS)
units: $(UNITS) $(FAULTS) $(PROBE) $(JUDGE)
benches: $(BENCHES)
fuzzers: $(FUZZERS)

# The flags of the last build: objects are made anew when they change.
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' "$(subst ",\",$(COMPILE) $(CLI_DEFINES))" | cmp -s - $@ || \
	    printf '%s\n' "$(subst ",\",$(COMPILE) $(CLI_DEFINES))" > $@

# The catalogue of messages is part of the program: msgfmt checks and packs it, od makes it C.
$(CATALOGUE).mo: po/zh_CN.po
	$(call say,MSGFMT,$<)
	@mkdir -p $(@D)
	$(Q)msgfmt --check --no-hash -o $@ $<

$(CATALOGUE).c: $(CATALOGUE).mo
	$(Q){ printf '#include "base/catalogue.h"\nconst unsigned char zb_catalogue_zh[] = {\n' && od -An -v -tu1 $< | sed 's/\([0-9][0-9]*\)/\1,/g' && \
	    printf '};\nconst size_t zb_catalogue_zh_size = sizeof zb_catalogue_zh;\n'; } > $@

$(CATALOGUE).o: $(CATALOGUE).c base/catalogue.h $(BUILD)/flags
	$(Q)$(COMPILE) -c -o $@ $<

$(BUILD)/obj/cli/%.o: private CPPFLAGS += $(CLI_DEFINES)
$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -MMD -MP -c -o $@ $<

$(LIBRARY): $(filter-out $(MAIN),$(OBJECTS))
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcsD $@ $^

# The executable looks beside itself first, then where `make install` puts the shared object. (RPATH, not RUNPATH: a sanitizer's dlopen is
# not the executable's.)
$(PROGRAM): $(MAIN) $(SHARE) $(SHARED)
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ $(MAIN) $(SHARE) -Wl,--disable-new-dtags,-rpath,'$$ORIGIN:$$ORIGIN/../lib/zhoubao:$(libdir)/zhoubao' -Wl,--export-dynamic -ldl

$(SHARED): $(filter-out $(MAIN),$(OBJECTS))
	$(call say,LINK,$@)
	$(Q)$(LINK) -shared -Wl,-soname,$(@F) -o $@ $^ $(LIBS)

$(MANPAGE): $(PROGRAM)
	$(call say,MAN,$@)
	$(Q)$(PROGRAM) --man > $@

$(BUILD)/tests/%: tests/unit/%.c $(LIBRARY)
	$(call say,TEST,$@)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -MMD -MP -MT $@ -o $@ $< $(LIBRARY) $(LDFLAGS) -lcmocka $(LIBS)

# Counts what the readers walk over.
$(BUILD)/tests/test_places: private LDFLAGS += -Wl,--wrap=zb_utf8_count,--wrap=zb_utf8_next,--wrap=zb_str_find

# Loaded into the program by tests/faults; never with sanitizers, which have an allocator of their own.
$(FAULTS): $(wildcard tests/faults/*.[ch]) $(BUILD)/flags
	$(call say,TEST,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE -Itests/faults $(CPPFLAGS) -O2 -g $(WARNINGS) -shared -fPIC -o $@ $(filter %.c,$^) $(LDFLAGS) -ldl

$(PROBE): tests/sandbox/probe.c
$(JUDGE): tests/slips/judge.c
$(PROBE) $(JUDGE): $(LIBRARY)
	$(call say,TEST,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) -MMD -MP -MT $@ -o $@ $(filter %.c,$^) $(LIBRARY) $(LDFLAGS) $(LIBS)

$(BUILD)/bench/%: tests/bench/%.c $(LIBRARY)
	$(call say,BENCH,$@)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -MMD -MP -MT $@ -o $@ $< $(LIBRARY) $(LDFLAGS) $(LIBS)

# Under `make fuzz` libFuzzer calls the target, else a main that hands it files.
FUZZ_MAIN = $(if $(FUZZING),,tests/fuzz/main.c)
$(BUILD)/targets/%: tests/fuzz/fuzz_%.c $(FUZZ_MAIN) $(wildcard tests/fuzz/*.h) $(LIBRARY)
	$(call say,FUZZ,$@)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) $(FUZZED) -o $@ $< $(FUZZ_MAIN) $(LIBRARY) $(LDFLAGS) $(LIBS)

-include $(OBJECTS:.o=.d) $(UNITS:=.d) $(PROBE).d $(JUDGE).d $(BENCHES:=.d)
